using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class CastKind : LayerKind
{
    private static readonly ChoiceArgument Type = new("type", "Float");

    public override string Name => "Cast";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Type];

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null))
        {
            return;
        }

        var input = context.Input;
        ElementType? wanted = context.Get(Type) switch
        {
            "Float" => ElementType.Float,
            "Int64" => ElementType.Int64,
            "Bool" => ElementType.Bool,
            _ => null,
        };
        if (wanted is not { } element)
        {
            // No member of the enumeration, which was reported where it was read.
            context.Broken();
        }
        else if (element == input.Type!.Element)
        {
            context.Report(Descriptors.NoEffect, context.Use.Site,
                $"{context.Use} has no effect, since {input.Subject} {input.Type} is {element} already{{line}}: remove it.",
                input, Repair.Remove(context.Use));
            context.PassThrough(input);
        }
        else if (element == ElementType.Float)
        {
            var cast = context.Module("global::ModelGen.Layers.FloatCast", $"new global::ModelGen.Layers.FloatCast(dtype)");
            context.Output(input.Shape, element, $"{cast}.call({input})");
        }
        else
        {
            context.Output(input.Shape, element, $"{input}.to(global::TorchSharp.torch.ScalarType.{element})");
        }
    }
}
