using System;
using ModelGen.Layers;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>The options of a multi-head attention.</summary>
/// <param name="Heads">The heads of the queries.</param>
/// <param name="KeyValueHeads">The heads of the keys and values.</param>
/// <param name="HeadDim">The features of a head.</param>
/// <param name="Band">The keys that a query sees by its position.</param>
internal sealed record AttentionOptions(long Heads, long KeyValueHeads, long HeadDim, AttentionBand Band)
{
    /// <summary>The factor of the scores.</summary>
    public double Scale { get; init; } = 1 / Math.Sqrt(HeadDim);

    /// <summary>Added to the mean square of the norm of queries and keys; null without a norm.</summary>
    public double? NormEps { get; init; }

    /// <summary>Rotary positions; null for none.</summary>
    public RotaryOptions? Rotary { get; init; }

    /// <summary>Whether scores fall with the distance of query and key.</summary>
    public bool Alibi { get; init; }

    /// <summary>The options of a layer MultiHeadAttention.</summary>
    public static AttentionOptions Of(LayerContext layer)
    {
        var heads = layer.Constant("heads");
        var headDim = layer.WeightTensor("query.weight").shape[0] / heads;
        return new AttentionOptions(heads, layer.Constant("KeyValueHeads", heads), headDim, AttentionBand.Of(layer))
        {
            Scale = layer.Number("Scale", 1 / Math.Sqrt(headDim)),
            NormEps = layer.Flag("QueryKeyNorm", false) ? layer.Number("QueryKeyNormEps", 1e-6) : null,
            Rotary = Rotation.OptionsOf(layer),
            Alibi = layer.Flag("Alibi", false),
        };
    }
}

/// <summary>
/// The keys that a query sees by its position: with <paramref name="Causal"/> those up to its own, of them the last of a window.
/// </summary>
/// <param name="Causal">Whether query t sees keys up to t only.</param>
/// <param name="Window">The number of keys up to t that it sees; null for all.</param>
internal sealed record AttentionBand(bool Causal, Size? Window = null)
{
    /// <summary>Whether query t sees all keys up to t.</summary>
    public bool IsTriangle => Causal && Window is null;

    /// <summary>The band of an attention layer.</summary>
    public static AttentionBand Of(LayerContext layer) =>
        new(layer.Flag("Causal", false), layer.Has("Window") ? layer.Size("Window") : default(Size?));

    /// <summary>The mask <c>(T, S)</c>, true where a query sees a key; null if it sees all.</summary>
    public Value? Mask(GraphBuilder graph, Size queries, Size keys)
    {
        if (!Causal)
        {
            return null;
        }

        var (query, key) = (graph.Range(queries), graph.Range(keys));
        var past = graph.Compare("LessOrEqual", graph.Unsqueeze(key, 0), graph.Unsqueeze(query, 1));
        return InWindow(graph, query, key) is { } near ? graph.Binary("And", past, near) : past;
    }

    /// <summary>Whether a key is no further back than the window, <c>(T, S)</c>; null without a window.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="queries">The slots of the queries, <c>(T)</c>.</param>
    /// <param name="keys">The slots of the keys, <c>(S)</c>.</param>
    public Value? InWindow(GraphBuilder graph, Value queries, Value keys) => Window is { } window
        ? graph.Compare("Less", graph.Unsqueeze(queries, 1), graph.Add(graph.Unsqueeze(keys, 0), graph.Vector(window)))
        : null;
}
