using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Layers;

internal sealed class PermuteKind : LayerKind
{
    public static readonly AxesArgument Axes = new("axes");

    public override string Name => "Permute";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Axes];

    public override LayerTraits Traits => LayerTraits.Permutes;

    public override TimeFlow AlongTime(TimeContext context)
    {
        var count = context.Input.Shape.Count;
        if (context.Axis > count)
        {
            return new TimeFlow.Pointwise(context.Axis);
        }

        var axes = context.Get(Axes).Select(axis => axis < 0 ? axis + count : axis).ToList();
        return new TimeFlow.Pointwise(count - axes.IndexOf(count - context.Axis));
    }

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null))
        {
            return;
        }

        var input = context.Input;
        var items = context.Get(Axes);
        var axes = new List<int>();
        for (var i = 0; i < items.Length; i++)
        {
            var site = context.At(Axes, i);
            if (context.Axis(items[i], site, input) is not { } axis)
            {
                return;
            }

            if (axes.Contains(axis))
            {
                context.Report(Descriptors.Axis, site,
                    $"{context.Use} is not a permutation, since axis {items[i]} occurs twice: name each axis of {input.Shape} once.",
                    input);
                return;
            }

            axes.Add(axis);
        }

        if (axes.Count != input.Shape.Count)
        {
            var missing = Enumerable.Range(0, input.Shape.Count)
                .Where(axis => !axes.Contains(axis)).Select(axis => LayerContext.AxisInCode(axis, input.Shape)).ToList();
            context.Report(
                Descriptors.Axis,
                context.Use.Site,
                $"{context.Use} is not a permutation, since {(missing.Count == 1 ? "axis" : "axes")} {string.Join(", ", missing)} of "
                    + $"{input.Shape} {(missing.Count == 1 ? "is" : "are")} missing; {input.Describe()}: name each axis once.",
                input);
            return;
        }

        context.SetResult(Views.Permute(context, input, axes, context.ResultName));
    }
}
