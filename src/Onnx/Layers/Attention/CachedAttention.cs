using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Causal self-attention in the step of a decoding, which keeps the keys and values of the earlier positions.</summary>
/// <param name="layer">The layer that has its weights.</param>
/// <param name="name">The name of the attention below the layer with a dot behind it; empty for the layer itself.</param>
/// <param name="options">Its options.</param>
/// <param name="step">The step.</param>
internal sealed class CachedAttention(LayerContext layer, string name, AttentionOptions options, DecodingStep step)
{
    // The operator takes heads of a multiple of 8 features. Further ones are 0, which changes no score.
    private const long Granularity = 8;

    private readonly GraphBuilder _graph = layer.Graph;

    private long Padded { get; } = (options.HeadDim + Granularity - 1) / Granularity * Granularity;

    /// <summary>Attends from the positions of the step to all positions up to them.</summary>
    /// <param name="x">The input <c>(B, T, D)</c>.</param>
    /// <param name="rotation">The rotary positions; null for none.</param>
    /// <returns>The result <c>(B, T, heads*d)</c> before the output layer.</returns>
    public Value Apply(Value x, Rotation? rotation)
    {
        if (_graph.Floats is not (DataType.Float or DataType.Float16))
        {
            throw new OnnxExportException(
                $"{layer.Describe()} cannot be decoded in {_graph.Floats}: ONNX Runtime caches keys and values of float32 and float16. "
                + "Convert the model, such as by model.to(ScalarType.Float32).");
        }

        var query = Projected(x, "query", options.Heads, rotation, isNormalized: true);
        var key = Projected(x, "key", options.KeyValueHeads, rotation, isNormalized: true);
        var value = Projected(x, "value", options.KeyValueHeads, rotation: null, isNormalized: false);
        var past = step.KeysAndValues(options.KeyValueHeads, Padded);
        var (result, keys, values) = _graph.GroupQueryAttention(
            query, key, value, past, step.Last, step.Total, Bias(), options.Scale, (options.Heads, options.KeyValueHeads));
        step.Keep(keys, values);
        if (Padded == options.HeadDim)
        {
            return result;
        }

        var heads = _graph.Reshape(result, Size.Same, Size.Same, options.Heads, Padded);
        return _graph.Reshape(_graph.Slice(heads, -1, 0, options.HeadDim), Size.Same, Size.Same, options.Heads * options.HeadDim);
    }

    // What is added to the scores, (B, 1 or heads, T, S). The operator masks later positions itself.
    private Value Bias()
    {
        var visible = _graph.Unsqueeze(step.IsId, 1, 2);
        visible = options.Band.InWindow(_graph, step.QuerySlots, step.KeySlots) is { } near ? _graph.Binary("And", visible, near) : visible;
        var alibi = options.Alibi ? Alibi.Bias(_graph, options.Heads, step.QuerySlots, step.KeySlots) : null;
        var bias = ScoreMask.Combine(_graph, [], visible, bandMayBeEmpty: false, alibi).Bias!;
        return ScoreBias.Stretch(_graph, bias, _graph.SizeOf(step.QuerySlots, 0), step.Length);
    }

    private Value Projected(Value x, string part, long count, Rotation? rotation, bool isNormalized)
    {
        var features = layer.Linear(x, $"{name}{part}.");
        var eps = isNormalized ? options.NormEps : null;
        if (eps is null && rotation is null && Padded == options.HeadDim)
        {
            return features;
        }

        var heads = _graph.Reshape(features, Size.Same, Size.Same, count, options.HeadDim);
        heads = eps is { } value ? NormalizationExporters.RmsNorm(layer, heads, $"{name}{part}Norm.", value) : heads;
        heads = rotation?.Apply(heads) ?? heads;
        heads = Padded == options.HeadDim ? heads : _graph.Pad(heads, "constant", [0, 0, 0, 0], [0, 0, 0, Padded - options.HeadDim]);
        return _graph.Reshape(heads, Size.Same, Size.Same, count * Padded);
    }
}
