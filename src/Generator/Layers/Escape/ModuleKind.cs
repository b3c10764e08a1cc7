using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class ModuleKind : LayerKind
{
    private static readonly FlagArgument PositionWise = new("PositionWise", byDefault: false);
    private static readonly TextArgument Create = new(Vocabulary.Create.Name);
    private static readonly ShapeArgument Shape = new(Vocabulary.Shape.Name);

    public override string Name => "Module";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Shape, Create, PositionWise];

    public override LayerTraits Traits => LayerTraits.OwnCode;

    public override TimeFlow AlongTime(TimeContext context) => context.Get(PositionWise)
        ? context.SameAxes()
        : new TimeFlow.Unprovable("is a module of your own", "set PositionWise = true if it treats every position independently");

    public override void Infer(LayerContext context)
    {
        var reference = context.Declaration.Modules.First(module => module.Key == context.Use.TypeArgument);
        var create = context.Get(Create);
        var name = context.Use.TypeArgumentName;
        if (!reference.IsModule)
        {
            context.Report(Descriptors.Escape, context.Use.Site, $"'{name}' is not a module that maps one tensor to one tensor: "
                + $"derive it from torch.nn.Module<Tensor, Tensor>, or use Block<{name}> for a model.");
            return;
        }

        if (create is null && !reference.HasConstructor)
        {
            context.Report(Descriptors.Escape, context.Use.Site,
                $"'{name}' has no constructor without parameters: set Create = nameof(…) to a static method that creates it.");
            return;
        }

        if (create is not null && !context.Declaration.PlainMethods.Contains(create))
        {
            context.Report(Descriptors.Escape, context.At(Create),
                $"The class has no method '{create}': {Names.Suggest(create, context.Declaration.PlainMethods, "method")}",
                repairs: Repair.Spell(context.At(Create), create, context.Declaration.PlainMethods).ToArray());
            return;
        }

        if (create is not null && context.Declaration.Factories.FirstOrDefault(factory => factory.Name == create
            && factory.Module == reference.Key) is { Obstacle.Length: > 0 } factory)
        {
            context.Report(Descriptors.Escape, context.At(Create),
                $"'{create}' {factory.Obstacle}: write a method without parameters that returns {name}, static {name} {create}().");
            return;
        }

        if (!context.TakesOne(element: null) || context.Get(Shape) is not { } shape)
        {
            return;
        }

        // The constructor or method knows nothing of the model's device and type.
        var created = create is null ? $"new {reference.Key}()" : $"{Names.Escape(create)}()";
        var module = context.Module(reference.Key, $"global::ModelGen.ModuleLifetime.Moved({created}, device, dtype)");
        context.Parameters(null);
        context.Opaque();
        EscapeHatch.Output(context, new TensorType(shape, ElementType.Float),
            Code.Of($"{module}.call({context.Input})"), Code.Of($"{context.Input}"), name!);
    }
}
