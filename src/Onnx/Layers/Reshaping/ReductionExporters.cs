using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Layers that reduce an axis, which may leave padding out.</summary>
internal static class ReductionExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Mean"] = Mean,
        ["Sum"] = Sum,
        ["Max"] = Max,
    };

    private static void Mean(LayerContext layer)
    {
        var (graph, x, axis, keep) = Read(layer);
        if (Padding(layer) is not { } padding)
        {
            layer.Output(graph.Reduce("ReduceMean", x, keep, axis));
            return;
        }

        var sum = graph.Reduce("ReduceSum", graph.Where(padding, graph.Number(0, x), x), keep, axis);
        layer.Output(graph.Divide(sum, graph.Binary("Max", Count(graph, padding, x.Type, axis, keep), graph.Number(1, x))));
    }

    private static void Sum(LayerContext layer)
    {
        var (graph, x, axis, keep) = Read(layer);
        x = Padding(layer) is { } padding ? graph.Where(padding, graph.Number(0, x), x) : x;
        layer.Output(graph.Reduce("ReduceSum", x, keep, axis));
    }

    private static void Max(LayerContext layer)
    {
        var (graph, x, axis, keep) = Read(layer);
        var padding = Padding(layer);
        if (padding is not null)
        {
            var least = graph.Number(x.Type == DataType.Int64 ? long.MinValue : double.NegativeInfinity, x);
            x = graph.Where(padding, least, x);
        }

        var values = graph.Reduce("ReduceMax", x, keep, axis);
        var indices = graph.IndicesOfMaximum(x, axis, keep);
        if (padding is not null)
        {
            // Both are 0 where everything is padding.
            var none = graph.Compare(
                "Equal", Count(graph, padding, DataType.Int64, axis, keep), graph.Integer(0));
            values = graph.Where(none, graph.Number(0, x), values);
            indices = graph.Where(none, graph.Integer(0), indices);
        }

        layer.Output(layer.Has("Port") ? indices : values);
        layer.Port("indices", indices);
    }

    private static (GraphBuilder Graph, Value X, int Axis, bool Keep) Read(LayerContext layer) =>
        (layer.Graph, layer.Input, layer.Input.Axis(layer.Integer("Axis", 0)), layer.Flag("KeepDim", false));

    // The mask with an axis of size 1 for each further axis of the tensor; null if nothing is left out.
    private static Value? Padding(LayerContext layer)
    {
        var (mask, x) = (layer.Tensor("PaddingMask"), layer.Input);
        return mask is null || mask.Rank == x.Rank
            ? mask
            : layer.Graph.Unsqueeze(mask, [.. Enumerable.Range(mask.Rank, x.Rank - mask.Rank).Select(axis => (long)axis)]);
    }

    // The number of elements that are not padding.
    private static Value Count(GraphBuilder graph, Value padding, DataType type, int axis, bool keep) =>
        graph.Reduce("ReduceSum", graph.Cast(graph.Unary("Not", padding), type), keep, axis);
}
