using System;
using System.Collections.Generic;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Feed-forward networks and the layers of transformers.</summary>
internal static class TransformerWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["FeedForward"] = layer => FeedForward(layer, "FeedForward", Activation.Relu, hasBias: true),
        ["GatedFeedForward"] = layer => FeedForward(layer, "GatedFeedForward", Activation.Silu, hasBias: false),
        ["TransformerEncoderLayer"] = layer => Transformer(layer, "TransformerEncoderLayer"),
        ["TransformerDecoderLayer"] = layer => Transformer(layer, "TransformerDecoderLayer"),
    };

    private static void FeedForward(LayerContext layer, string helper, Activation activation, bool hasBias)
    {
        string[] arguments =
        [
            layer.Features, layer.Size("hidden"),
            .. LayerContext.Optional("activation", layer.Activation(activation), ActivationNames.Literal(activation)),
            .. LayerContext.Optional("dropout", layer.Number("Dropout", 0), "0.0"),
            .. layer.Flag("Bias", hasBias) == hasBias ? [] : new[] { $"bias={Python.Literal(!hasBias)}" },
        ];
        layer.Output($"{layer.Module($"{layer.Helper(helper)}({string.Join(", ", arguments)})")}({layer.Input})");
    }

    private static void Transformer(LayerContext layer, string helper)
    {
        string[] arguments =
        [
            layer.Features, layer.Size("heads"), layer.Size("hidden"),
            .. LayerContext.Optional("dropout", layer.Number("Dropout", 0.1), "0.1"),
            .. LayerContext.Optional("activation", layer.Activation(Activation.Relu), ActivationNames.Literal(Activation.Relu)),
            .. layer.Flag("NormFirst") ? new[] { "norm_first=True" } : [],
            .. LayerContext.Optional("eps", layer.Number("Eps", 1e-5), Python.Literal(1e-5)),
            .. layer.Flag("Bias", true) ? [] : new[] { "bias=False" },
            .. layer.Flag("Causal") ? new[] { "causal=True" } : [],
        ];
        var module = layer.Module($"{layer.Helper(helper)}({string.Join(", ", arguments)})");
        string[] given =
        [
            layer.Input, .. layer.Tensor("Memory") is { } memory ? [memory] : Array.Empty<string>(),
            .. AttentionWriters.Given(layer, "mask", "Mask"),
            .. AttentionWriters.Given(layer, "key_padding_mask", "KeyPaddingMask"),
            .. AttentionWriters.Given(layer, "memory_mask", "MemoryMask"),
            .. AttentionWriters.Given(layer, "memory_key_padding_mask", "MemoryKeyPaddingMask"),
            .. layer.IsAlongPositions && layer.Scope.Model.IsCached && layer.Flag("Causal") ? new[] { "cache=cache" } : [],
        ];
        layer.Output($"{module}({string.Join(", ", given)})");
    }
}
