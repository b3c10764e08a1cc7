using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>The graph of a multi-head attention.</summary>
/// <param name="layer">The layer that has its weights.</param>
/// <param name="name">The name of the attention below the layer with a dot behind it; empty for the layer itself.</param>
/// <param name="options">Its options.</param>
internal sealed class MultiHeadAttentionGraph(LayerContext layer, string name, AttentionOptions options)
{
    private readonly GraphBuilder _graph = layer.Graph;

    /// <summary>Attends from each position of <paramref name="x"/> to the memory.</summary>
    /// <param name="x">The input <c>(B, T, D)</c>.</param>
    /// <param name="memory">The memory <c>(B, S, E)</c>; null for the input.</param>
    /// <param name="mask">
    /// The mask <c>(T, S)</c>, <c>(B, T, S)</c> or <c>(B, heads, T, S)</c>, where an axis may be 1: booleans are true where a query sees a
    /// key, floats are added to the scores; null for none.
    /// </param>
    /// <param name="padding">Booleans <c>(B, S)</c>, true for keys to ignore; null for none.</param>
    /// <param name="withWeights">Whether the weights are wanted.</param>
    /// <returns>The result <c>(B, T, D)</c> and, if wanted, the weights <c>(B, heads, T, S)</c>.</returns>
    public (Value Result, Value? Weights) Apply(Value x, Value? memory, Value? mask, Value? padding, bool withWeights = false)
    {
        var source = memory ?? x;
        var step = memory is null && options.Band.Causal ? layer.Step : null;
        var rotation = options.Rotary is { } rotary ? new Rotation(_graph, rotary, options.HeadDim, x, step) : null;
        if (step is not null)
        {
            return (layer.Linear(new CachedAttention(layer, name, options, step).Apply(x, rotation), $"{name}output."), null);
        }

        List<Value> masks = [];
        if (mask is not null)
        {
            masks.Add(mask.Rank == 2 ? _graph.Unsqueeze(mask, 0, 1) : mask.Rank == 3 ? _graph.Unsqueeze(mask, 1) : mask);
        }

        if (padding is not null)
        {
            masks.Add(_graph.Unsqueeze(_graph.Unary("Not", padding), 1, 2));
        }

        var (attended, weights) = _graph.HasAttention && !withWeights
            ? (ByOperator(x, source, masks, rotation, memory is null), null)
            : ByProducts(x, source, masks, rotation, memory is null, withWeights);
        return (layer.Linear(attended, $"{name}output."), weights);
    }

    // A window may exclude all keys only if there are fewer keys than queries.
    private ScoreMask Mask(Value x, Value source, IReadOnlyList<Value> masks, bool withBand, bool isSelf)
    {
        var (queries, keys) = (_graph.SizeOf(x, 1), _graph.SizeOf(source, 1));
        var positions = options.Alibi ? _graph.Range(queries) : null;
        return ScoreMask.Combine(
            _graph, masks, withBand ? options.Band.Mask(_graph, queries, keys) : null, options.Band.Window is not null && !isSelf,
            positions is null ? null : Alibi.Bias(_graph, options.Heads, positions, positions));
    }

    // The heads stay in the axis of the features.
    private Value ByOperator(Value x, Value source, List<Value> masks, Rotation? rotation, bool isSelf)
    {
        var isCausal = options.Band.IsTriangle && masks.Count == 0;
        var mask = Mask(x, source, masks, withBand: !isCausal, isSelf);
        var bias = mask.Bias is null ? null : ScoreBias.Stretch(_graph, mask.Bias, _graph.SizeOf(x, 1), _graph.SizeOf(source, 1));
        var query = Turned(Normalized(layer.Linear(x, $"{name}query."), "queryNorm.", options.Heads), options.Heads);
        var key = Turned(Normalized(layer.Linear(source, $"{name}key."), "keyNorm.", options.KeyValueHeads), options.KeyValueHeads);
        var value = layer.Linear(source, $"{name}value.");
        var attended = _graph.Attention(query, key, value, bias, isCausal, options.Scale, (options.Heads, options.KeyValueHeads));
        if (mask.Attends is not { } attends)
        {
            return attended;
        }

        // (B, heads, T, 1) beside (B, T, heads, d)
        var byHead = _graph.Reshape(attended, Size.Same, Size.Same, options.Heads, options.HeadDim);
        return Joined((mask with { Attends = _graph.Transpose(attends, 0, 2, 1, 3) }).Clear(_graph, byHead));

        Value Turned(Value heads, long count) => rotation?.ApplyOperator(heads, count) ?? heads;

        Value Normalized(Value features, string norm, long count) =>
            options.NormEps is null ? features : Joined(Norm(Split(features, count), norm));
    }

    private (Value Attended, Value? Weights) ByProducts(
        Value x, Value source, List<Value> masks, Rotation? rotation, bool isSelf, bool withWeights)
    {
        var mask = Mask(x, source, masks, withBand: true, isSelf);
        var query = Turned(_graph.Transpose(Norm(Split(layer.Linear(x, $"{name}query."), options.Heads), "queryNorm."), 0, 2, 1, 3));
        var keyHeads = Norm(Split(layer.Linear(source, $"{name}key."), options.KeyValueHeads), "keyNorm.");
        var key = rotation is null
            ? _graph.Transpose(keyHeads, 0, 2, 3, 1)
            : _graph.TransposeLast(Turned(_graph.Transpose(keyHeads, 0, 2, 1, 3)));
        var value = _graph.Transpose(Split(layer.Linear(source, $"{name}value."), options.KeyValueHeads), 0, 2, 1, 3);

        // Runtimes scale within the product.
        var scores = Ungrouped(_graph.Multiply(_graph.MatMul(Grouped(query), key), options.Scale));
        var weights = mask.Weights(_graph, scores);
        weights = withWeights ? mask.Clear(_graph, weights) : weights;
        var attended = Ungrouped(_graph.MatMul(Grouped(weights), value));
        attended = withWeights ? attended : mask.Clear(_graph, attended);
        return (Joined(_graph.Transpose(attended, 0, 2, 1, 3)), withWeights ? weights : null);

        Value Turned(Value heads) => rotation?.Apply(heads) ?? heads;
    }

    // (B, T, heads*d) to (B, T, heads, d)
    private Value Split(Value features, long heads) => _graph.Reshape(features, Size.Same, Size.Same, heads, options.HeadDim);

    // (B, T, heads, d) to (B, T, heads*d)
    private Value Joined(Value heads) =>
        _graph.Reshape(heads, Size.Same, Size.Same, heads.Sizes[2]!.Value * heads.Sizes[3]!.Value);

    // Heads that share a key are rows of one product: (B, heads, T, n) to (B, keyValueHeads, group*T, n).
    private Value Grouped(Value x) => options.KeyValueHeads == options.Heads
        ? x
        : _graph.Reshape(x, Size.Same, options.KeyValueHeads, Size.Rest, Size.Same);

    private Value Ungrouped(Value x) => options.KeyValueHeads == options.Heads
        ? x
        : _graph.Reshape(x, Size.Same, options.Heads, Size.Rest, Size.Same);

    private Value Norm(Value heads, string norm) =>
        options.NormEps is { } eps ? NormalizationExporters.RmsNorm(layer, heads, name + norm, eps) : heads;
}
