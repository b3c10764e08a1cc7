using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class ReshapeKind : LayerKind
{
    private static readonly SizeListArgument Sizes = new("shape", "Axis") { TakesRest = true, TakesLeading = true };

    public override string Name => "Reshape";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Sizes];

    public override TimeFlow AlongTime(TimeContext context) => context.Reshaped();

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null) || ReadAxes(context) is not { } axes)
        {
            return;
        }

        // Leading axes stay, so the known ones must hold the same elements before and after.
        var input = context.Input;
        var before = input.Shape.Dims.ToList();
        var after = axes.OfType<Dim>().ToList();
        var isInferred = axes.Contains(null);
        if (!(isInferred
            ? DividesElements(context, before, after, isBatchInferred: axes[0] is null)
            : KeepsElements(context, before, after)))
        {
            return;
        }

        if (axes[0] is null)
        {
            CheckItems(context, before, after);
        }

        var rest = isInferred ? Dim.FloorDiv(Product(before), Product(after)) : Dim.One;

        // The size that is inferred here is passed, too: libtorch cannot infer it where another axis is empty.
        var shape = new Shape(input.Shape.HasLeading, axes.Select(dim => context.Simplify(dim ?? rest)).ToEquatableArray());
        context.SetResult(Views.Reshape(context, input, shape, context.ResultName));
    }

    // The axes after any leading ones; null stands for the one that is inferred.
    private static List<Dim?>? ReadAxes(LayerContext context)
    {
        var items = context.Get(Sizes);
        var axes = new List<Dim?>();
        var (hasLeading, isBroken) = (false, false);
        for (var i = 0; i < items.Length; i++)
        {
            var (item, site) = (items[i], context.At(Sizes, i));
            if (item.Kind == SizeEntryKind.Leading)
            {
                hasLeading = true;
                isBroken |= !TakesLeading(context, i, site);
            }
            else if (item.Kind == SizeEntryKind.Rest)
            {
                if (axes.Contains(null))
                {
                    context.Report(Descriptors.BadArgument, site,
                        $"{context.Use} has two axes that are -1, and only one can be inferred: give the others a size.");
                    isBroken = true;
                }

                axes.Add(null);
            }
            else
            {
                axes.Add(item.Size);
            }
        }

        if (isBroken)
        {
            return null;
        }

        if (items.IsEmpty)
        {
            context.Report(Descriptors.BadArgument, context.Use.Site, "Reshape needs one entry per axis, such as Reshape(\"B\", -1).");
            return null;
        }

        if (context.Input.Shape.HasLeading && !hasLeading)
        {
            context.Report(
                Descriptors.Reshape,
                context.Use.Site,
                $"{context.Use} does not mention leading axes, but {context.Input.Describe()}, with any number of them: "
                    + "let \"...\" come first, which keeps them.",
                context.Input);
            return null;
        }

        return axes;
    }

    private static bool TakesLeading(LayerContext context, int position, Site site)
    {
        if (position > 0)
        {
            context.Report(Descriptors.BadDimension, site, "\"...\" stands for leading axes, so it can only come first.");
            return false;
        }

        if (!context.Input.Shape.HasLeading)
        {
            context.Report(Descriptors.Reshape, site,
                $"\"...\" keeps leading axes, but {context.Input.Describe()}, whose axes are all known: write the ones to keep.",
                context.Input);
            return false;
        }

        return true;
    }

    private static bool KeepsElements(LayerContext context, List<Dim> before, List<Dim> after)
    {
        var (input, given, total) = (context.Input, context.Simplify(Product(after)), context.Simplify(Product(before)));
        var relation = Reduced(context, Comparison.Equal, before, after);
        if (context.Decide(relation) == Truth.Open && OnlyFor(context, given, total) is { } only)
        {
            var kept = ReshapeRepair.KeepBatch(context, after);
            Report(
                context,
                $"{context.Use} is valid for {only} only: it has {Elements(given)}, but {input.Describe()}, {Elements(total)}: "
                    + $"{kept?.Clause ?? "keep every axis that varies"}, or let one entry be -1.",
                kept);
            return false;
        }

        return context.Require(relation, () => $"{context.Use} needs as many elements as before", () =>
        {
            var change = ReshapeRepair.Complete(context, after);
            Report(
                context,
                $"{context.Use} has {Elements(given)}, but {input.Describe()}, {Elements(total)}: "
                    + $"{change?.Clause ?? "make the products equal"}, or let one entry be -1.",
                change);
        });
    }

    private static bool DividesElements(LayerContext context, List<Dim> before, List<Dim> after, bool isBatchInferred)
    {
        var (input, given, total) = (context.Input, context.Simplify(Product(after)), context.Simplify(Product(before)));
        var relation = Reduced(context, Comparison.Divides, before, after);
        if (context.Decide(relation) == Truth.Open && Batch(input) is { } batch && context.Symbols.Statement(batch) is null)
        {
            // A condition that fails for a batch of one does not hold for every batch.
            var one = new Dictionary<string, Dim> { [batch] = Dim.One };
            var each = context.Simplify(total.Substitute(one));
            if (context.Decide(new DimRelation(Comparison.Divides, given.Substitute(one), each)) == Truth.Refuted)
            {
                if (isBatchInferred && given.TryGetConstant(out _) && each.TryGetConstant(out _))
                {
                    Report(
                        context,
                        $"{context.Use} takes {Elements(
                            given)} of each item, but {input.Describe()}, with {each} per item: {(after.Count == 1
                            ? $"write Reshape(-1, {each}), or Flatten"
                            : $"make the product of the others {each}")}.",
                        after.Count == 1 ? Change.SetEntries(context.Use, Shape.Of(-1, each)) : null);
                    return false;
                }

                Report(
                    context,
                    $"{context.Use} does not hold for every {batch}: {given} does not divide {total}, the elements of {Tensor(input)}: "
                        + $"keep {batch} as an axis of its own, "
                        + $"or state what {batch} is a multiple of with [Dim(\"{batch}\", MultipleOf = …)].");
                return false;
            }
        }

        return context.Require(relation, () => $"{context.Use} needs a multiple of {given} elements", () => Report(
            context,
            $"{context.Use} needs a multiple of {Elements(given)} for its -1, but {input.Describe()}, {Elements(total)}: "
                + $"let the other entries divide {total}."));
    }

    // With -1 first, a size less than that of an item splits each item into several, which become items of the batch.
    private static void CheckItems(LayerContext context, List<Dim> before, List<Dim> after)
    {
        var input = context.Input;
        if (Batch(input) is null || after.Count == 0
            || !context.Simplify(Product(after)).TryGetConstant(out var given)
            || !context.Simplify(Product(before.Skip(1))).TryGetConstant(out var each)
            || given >= each || KeepsAxes(before, after, given))
        {
            return;
        }

        var count = each / given;
        var meant = after.Count == 1 ? $"write Reshape(-1, {each}), or Flatten" : $"make the product of the others {each}";
        var keep = new Repair(
            "KeepItems",
            $"Change {given} to {each}",
            [Edit.SetArgument(context.Use.Site, Sizes, Repair.Written(Dim.Constant(each)), item: 1)]);
        context.Report(
            Descriptors.ItemsMixed,
            context.Use.Site,
            $"{context.Use} splits each item into {count} parts, "
                + $"since it takes {Elements(Dim.Constant(given))} and {input.Describe()}, with {each} per item: {meant}.",
            input,
            after.Count == 1 ? [keep] : []);
    }

    // Whole axes at the end of an item, such as the D of (B, T, D), or groups of its channels or features, are items of their own.
    private static bool KeepsAxes(List<Dim> before, List<Dim> after, BigInteger given)
    {
        for (var (start, product) = (before.Count - 1, BigInteger.One); start > 0; start--)
        {
            before[start].TryGetConstant(out var size);
            product *= size;
            if (product == given)
            {
                return true;
            }
        }

        var first = before.Count - after.Count;
        return first > 0 && Enumerable.Range(1, after.Count - 1).All(i => before[first + i] == after[i])
            && before[first].TryGetConstant(out var whole) && after[0].TryGetConstant(out var part) && whole % part == 0;
    }

    // The comparison without the axes that are on both sides.
    private static DimRelation Reduced(LayerContext context, Comparison comparison, List<Dim> before, List<Dim> after)
    {
        var (left, right) = (new List<Dim>(after), new List<Dim>(before));
        left.RemoveAll(right.Remove);
        return new DimRelation(comparison, context.Simplify(Product(left)), context.Simplify(Product(right)));
    }

    // "T = 4" if the sizes agree for one value of a symbol alone; "one size of B" if the batch is swallowed by
    // sizes that are fixed without it.
    private static string? OnlyFor(LayerContext context, Dim given, Dim total)
    {
        foreach (var symbol in total.Symbols.Concat(given.Symbols).Distinct())
        {
            context.Facts.Solve(total - given, Dim.Zero, symbol, out var solution);
            if (solution is not null && solution.TryGetConstant(out var value) && value.Sign > 0)
            {
                return $"{symbol} = {value}";
            }
        }

        return Batch(context.Input) is { } batch && total.Symbols.Contains(batch) && !given.Symbols.Contains(batch)
            ? $"one size of {batch}"
            : null;
    }

    private static string? Batch(Value value) =>
        value.Shape is { HasLeading: false, Count: > 0 } shape && shape.Dims[0].TryGetSymbol(out var symbol) ? symbol : null;

    private static string Tensor(Value value) =>
        $"{value.Subject} {value.Type}{(value.Producer is null ? string.Empty : $" after {value.Producer.Use}")}{{line}}";

    private static string Elements(Dim count) => count == Dim.One ? "1 element" : $"{count} elements";

    private static Dim Product(IEnumerable<Dim> dims) => dims.Aggregate(Dim.One, (product, dim) => product * dim);

    private static void Report(LayerContext context, string message, Change? change = null) =>
        context.Report(Descriptors.Reshape, context.Use.Site, message, context.Input, change is null ? [] : [change.Repair]);
}
