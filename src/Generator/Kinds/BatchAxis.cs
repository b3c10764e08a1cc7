using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>An input that is declared as one item, without the axis of the batch.</summary>
internal static class BatchAxis
{
    /// <summary>
    /// The shape with a batch axis before its own; null if it has one already: a first axis that is not a number may be the batch.
    /// </summary>
    public static Shape? Missing(Shape shape) =>
        shape is { HasLeading: false, Count: > 0 } && shape.Dims[0].TryGetConstant(out _) && !shape.Symbols.Contains("B")
            ? new Shape(false, [Dim.Symbol("B"), .. shape.Dims])
            : null;

    /// <summary>An input of two numbers that a layer of feature maps reads is one image.</summary>
    public static Repair[] OfMap(Value value) =>
        value is { Input: { } input, Shape: { Count: 2 } shape } && Missing(shape) is { } batched
            ? [Repair.SetShape(input.Use.Site, shape, batched.WithChannel(), value.Subject)]
            : [];

    /// <summary>
    /// An input of two axes that a layer over sequences reads lacks the axis of the batch, or that of the steps if the first one has the
    /// name of a batch. Only what leaves no mistake is offered.
    /// </summary>
    public static IReadOnlyList<Change> OfSequence(ModelContext model, Value value)
    {
        if (value is not { Input: { } input, Shape: { HasLeading: false, Count: 2 } shape })
        {
            return [];
        }

        var isBatch = shape.Dims[0].TryGetSymbol(out var first) && first is "B" or "N" or "batch";
        var (name, axis) = isBatch ? ("T", 1) : ("B", 0);
        return model.SymbolsOfInputs.Contains(name) ? []
            : Change.Tried(model, [Change.SetShape(input, new Shape(false, shape.Dims.ToImmutableArray().Insert(axis, Dim.Symbol(name))))]);
    }
}
