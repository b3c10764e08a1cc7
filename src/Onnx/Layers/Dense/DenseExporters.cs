using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Linear layers, embeddings and positions.</summary>
internal static class DenseExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Linear"] = layer => layer.Output(layer.Linear(layer.Input)),
        ["Bilinear"] = Bilinear,
        ["Embedding"] = layer => layer.Output(layer.Graph.Gather(layer.Weight("weight"), layer.Input)),
        ["PositionEmbedding"] = PositionEmbedding,
        ["SinusoidalPositions"] = SinusoidalPositions,
        ["LearnedTokens"] = LearnedTokens,
        ["TiedLinear"] = TiedLinear,
    };

    // y_o = x₁ᵀ W_o x₂: the product over the axis of x₁ gives (..., out, in2), that over the axis of x₂ the result.
    private static void Bilinear(LayerContext layer)
    {
        var graph = layer.Graph;
        var weight = layer.Weight("weight");
        var (left, right) = (layer.Inputs[0], layer.Inputs[1]);
        var (features, leftSize, rightSize) = (weight.Sizes[0]!.Value, weight.Sizes[1]!.Value, weight.Sizes[2]!.Value);
        var flat = graph.Reshape(graph.Transpose(weight, 1, 0, 2), leftSize, features * rightSize);
        var leading = graph.SizesOf(left).SkipLast(1);
        var partial = graph.Reshape(graph.MatMulLast(left, flat), [.. leading, features, rightSize]);
        var product = graph.Squeeze(graph.MatMul(partial, graph.Unsqueeze(right, -1)), -1);
        layer.Output(layer.OptionalWeight("bias") is { } bias ? graph.Add(product, bias) : product);
    }

    private static void PositionEmbedding(LayerContext layer)
    {
        var rows = layer.Step is { } step
            ? layer.Graph.Gather(layer.Weight("weight"), step.Positions)
            : layer.Graph.Slice(layer.Weight("weight"), 0, 0, layer.Graph.SizeOf(layer.Input, -2));
        layer.Output(layer.Graph.Add(layer.Input, rows));
    }

    private static void SinusoidalPositions(LayerContext layer)
    {
        var graph = layer.Graph;
        var features = layer.Input.Sizes[^1]!.Value;
        double[] frequencies = [.. Enumerable.Range(0, (int)((features + 1) / 2)).Select(i => Math.Pow(10000, -2.0 * i / features))];
        var positions = layer.Step?.Positions ?? graph.Range(graph.SizeOf(layer.Input, -2));
        var (sine, cosine) = Positions.SineAndCosine(graph, positions, frequencies);

        // Sine and cosine alternate; of an odd number of features the last one is a sine.
        var pairs = graph.Concat(-1, graph.Unsqueeze(sine, -1), graph.Unsqueeze(cosine, -1));
        var table = graph.Reshape(pairs, [.. graph.SizesOf(positions), 2 * frequencies.Length]);
        layer.Output(graph.Add(layer.Input, graph.Slice(table, -1, 0, features)));
    }

    private static void LearnedTokens(LayerContext layer)
    {
        var graph = layer.Graph;
        var tokens = layer.Weight("weight");
        var repeated = graph.Expand(tokens, [.. graph.SizesOf(layer.Input).SkipLast(2), .. graph.SizesOf(tokens)]);
        layer.Output(graph.Concat(-2, repeated, layer.Input));
    }

    // The weight is stored once, for the embedding, so it is transposed here.
    private static void TiedLinear(LayerContext layer)
    {
        var graph = layer.Graph;
        var path = ((ArgumentValue.Tensors)layer.Layer.Arguments["embedding"]).Paths.Single();
        var weight = graph.Weight($"{layer.Scope.Prefix}{path}.weight", layer.Scope.State[$"{path}.weight"]);
        layer.Output(graph.Linear(layer.Input, graph.Transpose(weight, 1, 0), layer.OptionalWeight("bias")));
    }
}
