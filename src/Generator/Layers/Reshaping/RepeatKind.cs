using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class RepeatKind : LayerKind
{
    private static readonly ConstantArgument Counts = new("counts");

    public override string Name => "Repeat";

    public override IReadOnlyList<LayerArgument> Arguments { get; } = [Counts];

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null) || ReadCounts(context) is not { } counts)
        {
            return;
        }

        var input = context.Input;
        var added = counts.Count - input.Shape.Count;
        if (input.Shape.HasLeading || added < 0)
        {
            context.Report(
                Descriptors.Rank,
                context.Use.Site,
                $"{context.Use} has {counts.Count} {(counts.Count == 1 ? "count" : "counts")}, but {input.Describe()}: give one for each of its axes, 1 for those that stay.",
                input);
            return;
        }

        var dims = counts.Select((count, i) => i < added ? count : count * input.Shape.Dims[i - added]);
        context.Output(new Shape(false, dims.ToEquatableArray()), input.Type!.Element, $"{input}.repeat({Views.List(counts)})");
    }

    private static List<Dim>? ReadCounts(LayerContext context)
    {
        var items = context.Get(Counts)?.Items ?? default;
        var counts = new List<Dim>();
        for (var i = 0; i < items.Count; i++)
        {
            if (context.Symbols.ReadDimension(items[i], context.At(Counts, i), $"The count of axis {i}") is not { } count)
            {
                return null;
            }

            counts.Add(count);
        }

        if (counts.Count > 0)
        {
            return counts;
        }

        context.Report(Descriptors.BadArgument, context.Use.Site, "Repeat needs one count an axis, such as Repeat(1, 2).");
        return null;
    }
}
