using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Finds the entries that were probably meant for a Reshape with another number of elements.</summary>
internal static class ReshapeRepair
{
    /// <summary>
    /// The entries with the factor that is missing: behind them, if they are the first axes of the tensor, else in the last one; or the
    /// width of the Linear before that the entries ask for. Null if none is a whole size.
    /// </summary>
    /// <param name="context">The layer.</param>
    /// <param name="entries">The entries that are given, none of them inferred.</param>
    public static Change? Complete(LayerContext context, IReadOnlyList<Dim> entries)
    {
        var shape = context.Input.Shape;
        if (shape.HasLeading || entries.Count == 0)
        {
            return null;
        }

        var isPrefix = entries.Count < shape.Count && entries.SequenceEqual(shape.Dims.Take(entries.Count));
        var kept = isPrefix ? entries : entries.Take(entries.Count - 1).ToList();
        return kept.Count > 0 && Quotient(context, shape.Dims.ToList(), kept) is { } rest && rest != Dim.One
            ? Change.SetEntries(context.Use, new Shape(false, [.. kept, rest]))
            : Widen(context, entries);
    }

    // The width of the Linear that the entries were counted for.
    private static Change? Widen(LayerContext context, IReadOnlyList<Dim> entries)
    {
        var value = context.Input;
        while (value.Producer is { } producer && context.Inferred(producer) is { Inputs.Length: 1 } layer && layer.Output == value)
        {
            if (producer.Kind is LinearKind)
            {
                return Quotient(context, entries.ToList(), value.Shape.Dims.Take(value.Shape.Count - 1).ToList()) is { } width
                    ? Change.Set(producer.Use, CommonArguments.Features, width)
                    : null;
            }

            if ((producer.Kind.Traits & (LayerTraits.Activation | LayerTraits.Dropout)) == 0)
            {
                return null;
            }

            value = layer.Inputs[0];
        }

        return null;
    }

    /// <summary>
    /// The entries with the batch where a number was written, as <c>view(64, …)</c> with the size of one batch does; null if
    /// the others do not hold one item.
    /// </summary>
    public static Change? KeepBatch(LayerContext context, IReadOnlyList<Dim> entries)
    {
        var shape = context.Input.Shape;
        return !shape.HasLeading && entries.Count > 1
            && entries[0].TryGetConstant(out _) && Quotient(context, shape.Dims.Skip(1).ToList(), entries.Skip(1).ToList()) == Dim.One
            ? Change.SetEntries(context.Use, new Shape(false, [shape.Dims[0], .. entries.Skip(1)]))
            : null;
    }

    // The remaining factor of the elements without the axes on both sides; null if it may not be an integer.
    private static Dim? Quotient(LayerContext context, List<Dim> elements, IReadOnlyList<Dim> divisors)
    {
        var (left, right) = (new List<Dim>(divisors), elements);
        left.RemoveAll(right.Remove);
        var (divisor, dividend) = (context.Simplify(Product(left)), context.Simplify(Product(right)));
        return context.Decide(new DimRelation(Comparison.Divides, divisor, dividend)) == Truth.Proved
            ? context.Simplify(Dim.FloorDiv(dividend, divisor))
            : null;
    }

    private static Dim Product(IEnumerable<Dim> dims) => dims.Aggregate(Dim.One, (product, dim) => product * dim);
}
