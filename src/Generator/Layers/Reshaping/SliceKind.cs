using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

internal sealed class SliceKind : LayerKind
{
    public override string Name => "Slice";

    public override LayerTraits Traits => LayerTraits.Slices;

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis("Axis", 0);

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null) || context.Axis("Axis", 0, context.Input) is not { } axis || context.AtLeast("Step", 1, 1) is not { } step)
        {
            return;
        }

        var input = context.Input;
        var size = input.Shape.Dims[axis];
        if (Bound(context, "Start", Dim.Zero, size) is not { } start || Bound(context, "End", size, size) is not { } end || !Fits(context, axis, size, start, end))
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
    private static Dim? Bound(LayerContext context, string argument, Dim byDefault, Dim size)
    {
        if (!context.Has(argument))
        {
            return byDefault;
        }

        return context.Use.Find(argument)!.Value is { Kind: ConstantKind.Integer } given
            ? context.Simplify(given.Integer < 0 ? size + given.Integer : given.Integer)
            : context.Bound(argument);
    }

    private static bool Fits(LayerContext context, int axis, Dim size, Dim start, Dim end)
    {
        var input = context.Input;
        void Report(string argument, string what) => context.Report(
            Descriptors.Axis,
            context.Has(argument) ? context.At(argument) : context.Use.Site,
            $"{context.Use} {what}, but {input.Describe()}, with {size} along axis {axis}: choose Start and End from 0 to {size}, Start before End.",
            input);

        return context.RequireAtMost(Dim.Zero, start, () => $"{context.Use} starts within axis {axis}", () => Report("Start", $"starts before item 0, at {start}"))
            && context.RequireAtMost(end, size, () => $"{context.Use} ends within axis {axis}", () => Report("End", $"ends at {end}"))
            && context.RequireAtMost(start + 1, end, () => $"{context.Use} takes at least one item of axis {axis}", () => Report(context.Has("End") ? "End" : "Start", $"takes nothing from {start} to {end}"));
    }
}
