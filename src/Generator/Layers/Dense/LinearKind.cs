using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class LinearKind : LayerKind
{
    public static readonly SizeArgument In = new("In");

    public override string Name => "Linear";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [CommonArguments.Features, In, CommonArguments.Bias, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.Affine | LayerTraits.OneType | LayerTraits.Pointwise;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var features = context.Get(CommonArguments.Features);
        var expected = context.Find(In);
        if (!context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., in", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        if (expected is not null
            && context.Decide(new DimRelation(Comparison.Equal, expected, input.Shape.Last)) != Truth.Proved
            && WidthRepair.JoinedAxes(context.Facts, input.Shape, expected) is { } start)
        {
            // What follows is judged as if the Flatten that is missing were there.
            WidthRepair.ReportJoined(context, expected, start);
            context.Output(WidthRepair.Joined(input, start).WithLast(features), ElementType.Float, $"{input}");
            return;
        }

        var shape = input.Shape;
        if (expected is not null)
        {
            context.RequireEqual(expected, input.Shape.Last, () => $"{context.Use} expects {expected} features",
                () => shape = WidthRepair.Report(context, expected));
        }

        var bias = context.Get(CommonArguments.Bias);
        var width = input.Shape.Last;
        var linear = context.Module(
            "global::TorchSharp.Modules.Linear",
            $"global::TorchSharp.torch.nn.Linear({width}, {features}, hasBias: {bias}, device: device, dtype: dtype)");
        context.Parameters((width * features) + (bias ? features : Dim.Zero));
        context.Projection(string.Empty, width, features);
        context.Output(shape.WithLast(features), ElementType.Float, $"global::ModelGen.Products.Linear({linear}, {input})");
    }
}
