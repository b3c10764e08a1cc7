using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class GluKind : LayerKind
{

    public override string Name => "Glu";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [CommonArguments.LastAxis];

    public override LayerTraits Traits => LayerTraits.Activation;

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis(CommonArguments.LastAxis);

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne() || context.Axis(CommonArguments.LastAxis, context.Input) is not { } axis)
        {
            return;
        }

        var input = context.Input;
        var size = input.Shape.Dims[axis];
        var halves = context.RequireDivides(2, size, () => $"{context.Use} halves axis {axis}, so {size} must be even",
            () => context.Report(
                Descriptors.Width,
                context.Has(CommonArguments.LastAxis) ? context.At(CommonArguments.LastAxis) : context.Use.Site,
                $"{context.Use} halves axis {axis} into values and gates, but {input.Describe()}, with the odd size {size} there: "
                    + $"give it an even size, such as {size + 1}.",
                input));
        if (halves)
        {
            context.Output(
                input.Shape.WithAxis(axis, Dim.FloorDiv(size, 2)),
                ElementType.Float,
                $"{input}.glu({LayerContext.AxisInCode(axis, input.Shape)})");
        }
    }
}
