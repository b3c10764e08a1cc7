using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class SliceKind : LayerKind
{
    private static readonly IntegerArgument Step = new("Step", 1, least: 1);
    private static readonly PositionArgument Start = new("Start");
    private static readonly PositionArgument End = new("End");

    public override string Name => "Slice";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [CommonArguments.Axis, Start, End, Step];

    public override LayerTraits Traits => LayerTraits.Slices;

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis(CommonArguments.Axis);

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null) || context.Axis(CommonArguments.Axis, context.Input) is not { } axis)
        {
            return;
        }

        var input = context.Input;
        var size = input.Shape.Dims[axis];
        var step = context.Get(Step);
        if (Bound(context, Start, Dim.Zero, size) is not { } start
            || Bound(context, End, size, size) is not { } end || !Fits(context, axis, size, start, end))
        {
            return;
        }

        var number = LayerContext.AxisInCode(axis, input.Shape);
        var length = context.Simplify(Dim.FloorDiv(end - start + step - 1, step));
        var shape = input.Shape.WithAxis(axis, length);
        if (step == 1)
        {
            context.Output(shape, input.Type!.Element, $"{input}.narrow({number}, {start}, {length})", aliasOf: input);
        }
        else
        {
            context.Output(shape, input.Type!.Element, $"{input}.slice({number}, {start}, {end}, {step})", aliasOf: input);
        }
    }

    // A bound counted from the start; negative integers are given from the end.
    private static Dim? Bound(LayerContext context, PositionArgument argument, Dim byDefault, Dim size)
    {
        return context.Get(argument) is not { } given ? byDefault
            : given.TryGetConstant(out var number) ? context.Simplify(number.Sign < 0 ? size + given : given)
            : given;
    }

    private static bool Fits(LayerContext context, int axis, Dim size, Dim start, Dim end)
    {
        var input = context.Input;
        void Report(PositionArgument argument, string what) => context.Report(
            Descriptors.Axis,
            context.Has(argument) ? context.At(argument) : context.Use.Site,
            $"{context.Use} {what}, but {input.Describe()}, with {size} along axis {axis}: "
                + $"choose Start and End from 0 to {size}, Start before End.",
            input);

        return context.RequireAtMost(Dim.Zero, start, () => $"{context.Use} starts within axis {axis}",
            () => Report(Start, $"starts before item 0, at {start}"))
            && context.RequireAtMost(end, size, () => $"{context.Use} ends within axis {axis}", () => Report(End, $"ends at {end}"))
            && context.RequireAtMost(start + 1, end, () => $"{context.Use} takes at least one item of axis {axis}",
                () => Report(context.Has(End) ? End : Start, $"takes nothing from {start} to {end}"));
    }
}
