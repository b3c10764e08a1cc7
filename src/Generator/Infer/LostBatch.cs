using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Reports layers that take the batch for something else: those that keep one item of it, or combine its items, where no output has a batch
/// axis; and weights for each item of a batch. A tensor's batch axis is its first, with the name that inputs give theirs.
/// </summary>
internal static class LostBatch
{
    public static void Report(ModelContext model, LayerGraph graph, IReadOnlyCollection<string> parameters)
    {
        var batch = model.InputValues
            .Where(input => input.Type is { Shape: { HasLeading: false, Count: > 1 } })
            .Select(input => input.Shape.Dims[0].TryGetSymbol(out var symbol) ? symbol : null)
            .FirstOrDefault(symbol => symbol is not null && BatchFirst.IsBatch(symbol));
        if (batch is null)
        {
            return;
        }

        if (parameters.Contains(batch))
        {
            ReportWeights(model, graph, batch);
        }
        else if (graph.Outputs.All(output => output.Type is { Shape: { HasLeading: false, Count: > 0 } shape }
            && !shape.Symbols.Contains(batch)))
        {
            ReportRemoval(model, graph, batch);
        }
    }

    private static void ReportWeights(ModelContext model, LayerGraph graph, string batch)
    {
        // A size that is written in the layer itself is meant.
        if (graph.Layers.FirstOrDefault(layer => layer.ParameterCount is { } count
            && count.Symbols.Contains(batch)) is not { Inputs.Length: > 0 } layer
            || !layer.Inputs[0].Shape.Dims.Skip(layer.Inputs[0].Shape.Count > 1 ? 1 : 0).Any(dim => dim.Symbols.Contains(batch)))
        {
            return;
        }

        var (use, input) = (layer.Bound.Use, layer.Inputs[0]);
        var flatten = graph.Producer(input) is { Bound: { Kind: FlattenKind } joined }
            && joined.Arguments.Get(CommonArguments.StartAxis) == 0
            ? joined.Use
            : null;
        model.Problems.Report(new Problem(
            Descriptors.BatchRemoved,
            use.Site,
            $"{use} has weights for each item of a batch, since {input.Describe()}: "
                + $"{(flatten is null ? $"keep {batch} as the first axis" : "set StartAxis = 1, which keeps the batch axis")}.",
            input.Site)
        {
            Repairs = flatten is null ? [] : [Repair.Set(flatten, CommonArguments.StartAxis, (Dim)1)],
        });
    }

    private static void ReportRemoval(ModelContext model, LayerGraph graph, string batch)
    {
        foreach (var layer in graph.Layers.Where(layer => layer.Inputs.Length > 0
            && (layer.Bound.Kind.Traits & (LayerTraits.Selects | LayerTraits.Reduces)) != 0))
        {
            var (use, input) = (layer.Bound.Use, layer.Inputs[0]);
            if (input.Shape.Count < 2
                || LayerGraph.AxisOf(layer) != 0 || !input.Shape.Dims[0].TryGetSymbol(out var first) || first != batch)
            {
                continue;
            }

            var isSelection = layer.Bound.Kind.Traits.Has(LayerTraits.Selects);
            model.Problems.Report(new Problem(
                Descriptors.BatchRemoved,
                use.At(CommonArguments.Axis),
                $"{use} {(isSelection ? "keeps one item of the batch" : "reduces over the batch")}, since axis 0 of "
                    + $"{input.Type}{(input.Producer is { } producer ? $" after {producer.Use}{{line}}" : "{line}")} is {batch}, "
                    + $"and no output has a batch axis: {Advice(isSelection, input.Shape)}.",
                input.Site)
            {
                Repairs = input.Shape.Count > 2 ? [Repair.Set(use, CommonArguments.Axis, (Dim)1)] : [],
            });
            return;
        }
    }

    private static string Advice(bool isSelection, Shape shape) => shape.Count == 2 ? "leave it out"
        : isSelection ? $"set Axis = 1 to take one of {shape.Dims[1]}"
        : $"set Axis = 1 to reduce over {shape.Dims[1]}";
}
