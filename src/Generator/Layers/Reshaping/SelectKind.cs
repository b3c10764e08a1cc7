using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class SelectKind : LayerKind
{
    public static readonly IntegerArgument Index = new("Index", 0);

    public override string Name => "Select";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [CommonArguments.Axis, Index];

    public override LayerTraits Traits => LayerTraits.Selects;

    // The axes after the removed one keep their distance from the end.
    public override TimeFlow AlongTime(TimeContext context) =>
        context.Without(context.FromEnd(context.Get(CommonArguments.Axis)), CommonArguments.Axis, "takes one position for all");

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null) || context.Axis(CommonArguments.Axis, context.Input) is not { } axis)
        {
            return;
        }

        // The item exists if the axis is longer than the index, counted from either end.
        var input = context.Input;
        var index = context.Get(Index);
        var size = input.Shape.Dims[axis];
        Dim least = Dim.Constant(index >= 0 ? new System.Numerics.BigInteger(index) + 1 : -new System.Numerics.BigInteger(index));
        var fits = context.RequireAtMost(least, size, () => $"{context.Use} needs at least {least} "
            + $"item{(least == Dim.One ? string.Empty : "s")} along axis {axis}", () => context.Report(
            Descriptors.Axis,
            context.At(Index),
            size.TryGetConstant(out _)
                ? $"{context.Use} asks for item {index} of the {size} along axis {axis}, but {input.Describe()}: "
                    + $"choose from 0 to {size - 1}, or {-size} to -1 from the end."
                : $"{context.Use} asks for item {index} along axis {axis}, which is never that long: {input.Describe()}.",
            input));
        if (fits)
        {
            context.Output(
                input.Shape.Without(axis),
                input.Type!.Element,
                $"{input}.select({LayerContext.AxisInCode(axis, input.Shape)}, {index})",
                aliasOf: input);
        }
    }
}
