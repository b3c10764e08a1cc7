using System;
using System.Collections.Generic;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Feed-forward networks and the layers of transformers.</summary>
internal static class TransformerExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["FeedForward"] = layer => layer.Output(FeedForward(layer, layer.Input)),
        ["GatedFeedForward"] = GatedFeedForward,
        ["TransformerEncoderLayer"] = EncoderLayer,
        ["TransformerDecoderLayer"] = DecoderLayer,
    };

    private static Value FeedForward(LayerContext layer, Value x)
    {
        var activation = layer.Choice("Activation", Activation.Relu);
        return layer.Linear(ActivationExporters.Apply(layer.Graph, activation, layer.Linear(x, "linear1.")), "linear2.");
    }

    private static void GatedFeedForward(LayerContext layer)
    {
        var activation = layer.Choice("Activation", Activation.Silu);
        var gate = ActivationExporters.Apply(layer.Graph, activation, layer.Linear(layer.Input, "gate."));
        layer.Output(layer.Linear(layer.Graph.Multiply(gate, layer.Linear(layer.Input, "up.")), "down."));
    }

    private static void EncoderLayer(LayerContext layer)
    {
        var x = SelfAttention(layer);
        layer.Output(Sublayer(layer, x, "norm2.", start => FeedForward(layer, start)));
    }

    private static void DecoderLayer(LayerContext layer)
    {
        var x = SelfAttention(layer);
        var attention = Attention(layer, "multihead_attn.", causal: false);
        x = Sublayer(layer, x, "norm2.", start => attention.Apply(
            start, layer.Tensor("Memory"), layer.Tensor("MemoryMask"), layer.Tensor("MemoryKeyPaddingMask")).Result);
        layer.Output(Sublayer(layer, x, "norm3.", start => FeedForward(layer, start)));
    }

    private static Value SelfAttention(LayerContext layer)
    {
        var attention = Attention(layer, "self_attn.", layer.Flag("Causal", false));
        return Sublayer(layer, layer.Input, "norm1.", start =>
            attention.Apply(start, null, layer.Tensor("Mask"), layer.Tensor("KeyPaddingMask")).Result);
    }

    private static MultiHeadAttentionGraph Attention(LayerContext layer, string name, bool causal)
    {
        var heads = layer.Constant("heads");
        var headDim = layer.WeightTensor($"{name}query.weight").shape[0] / heads;
        return new MultiHeadAttentionGraph(layer, name, new AttentionOptions(heads, heads, headDim, new AttentionBand(causal)));
    }

    // A residual connection, with the norm before the sublayer or after the sum.
    private static Value Sublayer(LayerContext layer, Value x, string norm, Func<Value, Value> apply)
    {
        var eps = layer.Number("Eps", 1e-5);
        return layer.Flag("NormFirst", false)
            ? layer.Graph.Add(x, apply(NormalizationExporters.LayerNorm(layer, x, norm, eps)))
            : NormalizationExporters.LayerNorm(layer, layer.Graph.Add(x, apply(x)), norm, eps);
    }
}
