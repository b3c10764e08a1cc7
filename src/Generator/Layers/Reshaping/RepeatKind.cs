using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class RepeatKind : LayerKind
{
    private static readonly SizeListArgument Counts = new("counts", "The count of axis");

    public override string Name => "Repeat";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Counts];

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null))
        {
            return;
        }

        var counts = context.Get(Counts).Select(entry => entry.Size!).ToList();
        if (counts.Count == 0)
        {
            context.Report(Descriptors.BadArgument, context.Use.Site, "Repeat needs one count per axis, such as Repeat(1, 2).");
            return;
        }

        var input = context.Input;
        var added = counts.Count - input.Shape.Count;
        if (input.Shape.HasLeading || added < 0)
        {
            context.Report(
                Descriptors.Rank,
                context.Use.Site,
                $"{context.Use} has {counts.Count} {(counts.Count == 1 ? "count" : "counts")}, but {input.Describe()}: "
                    + "give one per axis, 1 for those that keep their size.",
                input);
            return;
        }

        var dims = counts.Select((count, i) => i < added ? count : count * input.Shape.Dims[i - added]);
        context.Output(new Shape(false, dims.ToEquatableArray()), input.Type!.Element, $"{input}.repeat({Views.List(counts)})");
    }
}
