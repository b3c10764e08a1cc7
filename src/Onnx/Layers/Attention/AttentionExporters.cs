using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Attention.</summary>
internal static class AttentionExporters
{
    private const string Weights = "weights";

    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["MultiHeadAttention"] = MultiHeadAttention,
        ["ScaledDotProductAttention"] = ScaledDotProductAttention,
    };

    private static void MultiHeadAttention(LayerContext layer)
    {
        var (result, weights) = new MultiHeadAttentionGraph(layer, string.Empty, AttentionOptions.Of(layer)).Apply(
            layer.Input, layer.Tensor("Memory"), layer.Tensor("Mask"), layer.Tensor("KeyPaddingMask"), layer.IsPortUsed(Weights));
        Keep(layer, result, weights);
    }

    private static void ScaledDotProductAttention(LayerContext layer)
    {
        var graph = layer.Graph;
        var (query, key, value) = (layer.Inputs[0], layer.Inputs[1], layer.Inputs[2]);
        double? scale = layer.Has("Scale") ? layer.Number("Scale", 1) : null;
        var band = AttentionBand.Of(layer);
        IReadOnlyList<Value> masks = layer.Tensor("Mask") is { } mask ? [mask] : [];
        var (queries, keys) = (graph.SizeOf(query, -2), graph.SizeOf(key, -2));
        var withWeights = layer.IsPortUsed(Weights);
        if (!graph.HasAttention || query.Rank > 4 || withWeights)
        {
            var all = ScoreMask.Combine(graph, masks, band.Mask(graph, queries, keys), band.Window is not null);
            var weights = all.Weights(graph, Scaled(graph.MatMul(query, graph.TransposeLast(key))));
            weights = withWeights ? all.Clear(graph, weights) : weights;
            var result = graph.MatMul(weights, value);
            Keep(layer, withWeights ? result : all.Clear(graph, result), weights);
            return;
        }

        // The operator takes four axes.
        var isCausal = band.IsTriangle && masks.Count == 0;
        var added = ScoreMask.Combine(graph, masks, isCausal ? null : band.Mask(graph, queries, keys), band.Window is not null);
        var bias = added.Bias is null ? null : ScoreBias.Stretch(graph, FourAxes(added.Bias), queries, keys);
        var attended = graph.Attention(FourAxes(query), FourAxes(key), FourAxes(value), bias, isCausal, scale);
        long[] further = [.. Enumerable.Range(0, 4 - query.Rank).Select(axis => (long)axis)];
        layer.Output(added.Clear(graph, further.Length == 0 ? attended : graph.Squeeze(attended, further)));

        // Without a scale it follows from the number of features, which only a run may know.
        Value Scaled(Value scores) => scale is { } factor ? graph.Multiply(scores, factor)
            : query.Sizes[^1] is { } features ? graph.Multiply(scores, 1 / Math.Sqrt(features))
            : graph.Divide(scores, graph.Unary("Sqrt", graph.Cast(graph.Vector(graph.SizeOf(query, -1)), graph.Floats)));

        Value FourAxes(Value x) =>
            x.Rank == 4 ? x : graph.Unsqueeze(x, [.. Enumerable.Range(0, 4 - x.Rank).Select(axis => (long)axis)]);
    }

    private static void Keep(LayerContext layer, Value result, Value? weights)
    {
        if (weights is not null)
        {
            layer.Port(Weights, weights);
        }

        layer.Output(layer.Has("Port") && layer.Text("Port") == Weights ? weights! : result);
    }
}
