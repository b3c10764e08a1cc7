using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class ExpandKind : LayerKind
{
    private static readonly SizeListArgument Sizes = new("shape", "Axis") { TakesRest = true };

    public override string Name => "Expand";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Sizes];

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null))
        {
            return;
        }

        var input = context.Input;
        var items = context.Get(Sizes);
        var added = items.Length - input.Shape.Count;
        if (input.Shape.HasLeading || added < 0 || items.Length == 0)
        {
            context.Report(
                Descriptors.Rank,
                context.Use.Site,
                $"{context.Use} has {items.Length} {(items.Length == 1 ? "size" : "sizes")}, but {input.Describe()}: "
                    + "give one per axis, -1 for those that keep their size.",
                input);
            return;
        }

        var dims = new List<Dim>();
        for (var i = 0; i < items.Length; i++)
        {
            if (Size(context, items[i], i, i < added ? null : input.Shape.Dims[i - added]) is not { } size)
            {
                return;
            }

            dims.Add(size);
        }

        // Several elements of the result are one in memory, so nothing may be written there.
        var result = context.NewValue(
            context.ResultName, new Shape(false, dims.ToEquatableArray()), input.Type!.Element, aliasOf: input, mayBeForeign: true);
        context.Add(new Step(ImmutableArray.Create(result), Code.Of($"{input}.expand(new long[] {{ {Views.List(dims)} }})")));
        context.SetResult(result);
    }

    private static Dim? Size(LayerContext context, SizeEntry item, int axis, Dim? now)
    {
        var site = context.At(Sizes, axis);
        if (item.Size is not { } size)
        {
            if (now is null)
            {
                context.Report(Descriptors.BadArgument, site,
                    $"Axis {axis} of {context.Use} is new, so it has no size to keep: give it a size.");
            }

            return now;
        }

        var fits = now is null
            || now == Dim.One || context.RequireEqual(size, now, () => $"{context.Use} stretches axes of size 1 only", () => context.Report(
                Descriptors.Size,
                site,
                $"{context.Use} stretches axes of size 1, but {context.Input.Describe()}, with {now} where {size} is wanted: "
                    + "keep it with -1, or copy it with Repeat.",
                context.Input));
        return fits ? size : null;
    }
}
