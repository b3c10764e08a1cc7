using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class RearrangeKind : LayerKind
{
    private static readonly TextArgument Pattern = new("pattern");
    private static readonly WithArgument With = new("With", "name");

    public override string Name => "Rearrange";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Pattern, With];

    public override TimeFlow AlongTime(TimeContext context)
    {
        var text = context.Get(Pattern)!;
        AxisPattern.TryParse(text, (_, _, _) => { }, out var left, out var right);
        if (context.Axis > context.Input.Shape.Count || left.Ellipsis is not null)
        {
            return TimeFlow.Unknown;
        }

        var axis = left.Axes[left.Axes.Count - context.Axis];
        var index = axis.Names.Count == 1
            ? right.Axes.ToList().FindIndex(other => other.Names.Count == 1 && other.Names[0].Text == axis.Names[0].Text)
            : -1;
        return index < 0
            ? new TimeFlow.NonCausal("mixes the positions with another axis", "keep the positions as an axis of their own")
            : new TimeFlow.Pointwise(right.Axes.Count - index);
    }

    public override void Infer(LayerContext context)
    {
        if (context.Get(Pattern) is not { } pattern)
        {
            context.Report(Descriptors.Pattern, context.At(Pattern), "Rearrange needs a pattern, such as \"b t (h d) -> b h t d\".");
            return;
        }

        void Wrong(string what, int start, int length) =>
            context.Report(Descriptors.Pattern, context.At(Pattern).Within(start, length), $"\"{pattern}\" is not a pattern: {what}.");
        if (context.TakesOne(element: null)
            && AxisPattern.TryParse(pattern, Wrong, out var left, out var right)
            && SameNames(left, right, Wrong)
            && NamedSizes.Of(context, With, left.Names.Select(name => name.Text).ToList()) is { } sizes)
        {
            new Arrangement(context, left, right, sizes).Infer();
        }
    }

    private static bool SameNames(AxisPattern left, AxisPattern right, System.Action<string, int, int> wrong)
    {
        foreach (var (side, other, place, repair) in new[]
        {
            (left, right, "left", "keep it on the right, or remove the axis with Mean, Max or Select"),
            (right, left, "right", "write it on the left, or add the axis with Repeat or Expand"),
        })
        {
            var known = new HashSet<string>(other.Names.Select(name => name.Text));
            foreach (var name in side.Names.Where(name => !known.Contains(name.Text)))
            {
                wrong($"'{name.Text}' is on the {place} only: {repair}", name.Start, name.Length);
                return false;
            }

            if (side.Ellipsis is { } ellipsis && other.Ellipsis is null)
            {
                wrong($"\"...\" is on the {place} only", ellipsis.Start, ellipsis.Length);
                return false;
            }
        }

        return true;
    }

    /// <summary>A pattern being matched with a tensor.</summary>
    private sealed class Arrangement(LayerContext context, AxisPattern left, AxisPattern right, Dictionary<string, Dim> sizes)
    {
        private readonly Value _input = context.Input;

        // The axes that "..." stands for, where their number is known, as names that no pattern has.
        private readonly List<string> _covered = new();

        public void Infer()
        {
            if (!FitsRank())
            {
                return;
            }

            var shape = _input.Shape;
            var next = 0;
            foreach (var axis in left.Axes)
            {
                if (axis.IsEllipsis)
                {
                    for (var count = shape.Count - (left.Axes.Count - 1); count > 0 && !shape.HasLeading; count--)
                    {
                        _covered.Add("..." + _covered.Count);
                        sizes.Add(_covered[_covered.Count - 1], shape.Dims[next++]);
                    }
                }
                else if (!Match(axis, shape.Dims[next], next++))
                {
                    return;
                }
            }

            Emit();
        }

        private bool FitsRank()
        {
            var shape = _input.Shape;
            var named = left.Axes.Count - (left.Ellipsis is null ? 0 : 1);
            if (shape.HasLeading && (!left.Axes.Take(1).Any(axis => axis.IsEllipsis) || !right.Axes.Take(1).Any(axis => axis.IsEllipsis)))
            {
                Report(left.Start, left.Length, $"{context.Use} takes {named} axes, but {_input.Describe()}, "
                    + "with any number of leading ones: let \"...\" come first on both sides.");
                return false;
            }

            if (left.Ellipsis is null ? shape.Count == named : shape.Count >= named)
            {
                return true;
            }

            Report(
                left.Start,
                left.Length,
                $"{context.Use} takes {(left.Ellipsis is null ? string.Empty : "at least ")}{named} axes, "
                    + $"but {_input.Describe()}: name its {shape.Count} axes.",
                Descriptors.Rank);
            return false;
        }

        // Gives the axis's names their sizes: all but one are known, or the last follows.
        private bool Match(PatternAxis axis, Dim size, int position)
        {
            var unknown = axis.Names.Where(name => !sizes.ContainsKey(name.Text)).ToList();
            var known = axis.Names.Where(name => sizes.ContainsKey(name.Text)).Aggregate(Dim.One,
                (product, name) => product * sizes[name.Text]);
            if (unknown.Count > 1)
            {
                var (first, second) = (unknown[0], unknown[1]);
                Report(
                    second.Start,
                    second.Length,
                    $"How {context.Use} splits {size} into '{first.Text}' and '{second.Text}' is not known: "
                        + $"give one of them a size, such as With = \"{first.Text} = 8\".");
                return false;
            }

            var text = axis.Names.Count == 0 ? "1" : string.Join("*", axis.Names.Select(name => name.Text));
            if (unknown.Count == 0)
            {
                return context.RequireEqual(known, size, () => $"{context.Use} needs {known} along axis {position}", () => Report(
                    axis.Start,
                    axis.Length,
                    $"{context.Use} takes {text}{(text == known.ToString() ? string.Empty : $" = {known}")} along axis {position}, "
                        + $"but {_input.Describe()}, with {size} there: "
                        + $"{(axis.Names.Count == 0 ? "name the axis" : "give the names sizes whose product is " + size)}."));
            }

            if (!context.RequireDivides(known, size, () => $"{context.Use} needs a multiple of {known} along axis {position}", () => Report(
                axis.Start,
                axis.Length,
                $"{context.Use} splits axis {position} into {text} with {known} known, but {_input.Describe()}, "
                    + $"and {known} does not divide {size}: choose a divisor of {size}.")))
            {
                return false;
            }

            sizes.Add(unknown[0].Text, context.Simplify(Dim.FloorDiv(size, known)));
            return true;
        }

        private void Emit()
        {
            var hasLeading = _input.Shape.HasLeading;
            List<string> Elements(AxisPattern side) => side.Axes.SelectMany(Covered).ToList();
            var (before, after) = (Elements(left), Elements(right));
            var order = after.Select(name => before.IndexOf(name)).ToList();
            var splits = left.Axes.Any(axis => !axis.IsEllipsis && axis.Names.Count != 1);
            var moves = !order.SequenceEqual(Enumerable.Range(0, order.Count));
            var merges = right.Axes.Any(axis => !axis.IsEllipsis && Covered(axis).Count() != 1);
            var result = new Shape(hasLeading,
                right.Axes.SelectMany(axis => axis.IsEllipsis ? _covered.Select(name => sizes[name]) : [Product(axis)]).ToEquatableArray());
            if (!splits && !moves && !merges)
            {
                context.Report(Descriptors.NoEffect, context.Use.Site,
                    $"{context.Use} has no effect, since both sides are alike: remove it.", repairs: Repair.Remove(context.Use));
                context.PassThrough(_input);
                return;
            }

            var value = _input;
            if (splits && (moves || !merges))
            {
                var apart = new Shape(hasLeading, before.Select(name => sizes[name]).ToEquatableArray());
                value = Views.Reshape(context, value, apart, moves ? context.ResultName + "Split" : context.ResultName);
            }

            if (moves)
            {
                value = Views.Permute(context, value, order, merges ? context.ResultName + "Moved" : context.ResultName);
            }

            context.SetResult(merges ? Views.Reshape(context, value, result, context.ResultName) : value);
        }

        private IEnumerable<string> Covered(PatternAxis axis) =>
            axis.IsEllipsis ? _covered : axis.Names.SelectMany(name => name.IsEllipsis ? _covered : Enumerable.Repeat(name.Text, 1));

        private Dim Product(PatternAxis axis) => Covered(axis).Aggregate(Dim.One, (product, name) => product * sizes[name]);

        private void Report(int start, int length, string message, Microsoft.CodeAnalysis.DiagnosticDescriptor? descriptor = null) =>
            context.Report(descriptor ?? Descriptors.Pattern, context.At(Pattern).Within(start, length), message, _input);
    }
}
