using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Linear layers, embeddings and positions.</summary>
internal static class DenseWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Linear"] = layer => layer.Output(
            $"{layer.Module($"nn.Linear({layer.Features}, {layer.Size("features")}{Bias(layer)})")}({layer.Input})"),
        ["Bilinear"] = Bilinear,
        ["Embedding"] = Embedding,
        ["PositionEmbedding"] = PositionEmbedding,
        ["SinusoidalPositions"] = SinusoidalPositions,
        ["LearnedTokens"] = LearnedTokens,
        ["TiedLinear"] = TiedLinear,
    };

    /// <summary>The argument of a module without a bias, with the comma before it.</summary>
    public static string Bias(LayerContext layer) => layer.Flag("Bias", true) ? string.Empty : ", bias=False";

    private static void Bilinear(LayerContext layer)
    {
        var shape = layer.ShapeOfWeight("weight");
        var sizes = layer.Layer.From.Take(2).Select((tensor, i) => layer.FeaturesOf(tensor, shape[i + 1]));
        var module = layer.Module($"nn.Bilinear({string.Join(", ", sizes)}, {layer.Size("features")}{Bias(layer)})");
        layer.Output($"{module}({layer.Inputs[0]}, {layer.Inputs[1]})");
    }

    private static void Embedding(LayerContext layer)
    {
        var padding = layer.Integer("PaddingIndex", -1) is >= 0 and var index ? $", padding_idx={Python.Literal(index)}" : string.Empty;
        layer.Output($"{layer.Module($"nn.Embedding({layer.Size("vocabulary")}, {layer.Size("features")}{padding})")}({layer.Input})");
    }

    private static void PositionEmbedding(LayerContext layer)
    {
        var module = layer.Module($"{layer.Helper("PositionEmbedding")}({layer.Size("maximum")}, {layer.Features})");
        layer.Output($"{module}({layer.Input}{Start(layer)})");
    }

    private static void SinusoidalPositions(LayerContext layer) =>
        layer.Output($"{layer.Helper("sinusoidal_positions")}({layer.Input}{Start(layer)})");

    private static string Start(LayerContext layer) =>
        layer.IsAlongPositions && layer.Scope.Model.IsCached ? $", {layer.Scope.Start()}" : string.Empty;

    private static void LearnedTokens(LayerContext layer) => layer.Output(
        $"{layer.Module($"{layer.Helper("LearnedTokens")}({layer.Size("count")}, {layer.Features})")}({layer.Input})");

    private static void TiedLinear(LayerContext layer)
    {
        var path = ((ArgumentValue.Tensors)layer.Layer.Arguments["embedding"]).Paths.Single();
        var weight = $"{ClassScope.Reference(path)}.weight";
        if (!layer.Flag("Bias"))
        {
            layer.Output($"F.linear({layer.Input}, {weight})");
            return;
        }

        var size = layer.Scope.InConstructor(SizeText.Axes(layer.Layer.OutputShape)[^1]);
        var module = layer.Module($"{layer.Helper("TiedLinear")}({size})");
        layer.Output($"{module}({layer.Input}, {weight})");
    }
}
