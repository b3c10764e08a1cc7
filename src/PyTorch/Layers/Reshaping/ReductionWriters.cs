using System;
using System.Collections.Generic;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Layers that reduce an axis, which may leave padding out.</summary>
internal static class ReductionWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Mean"] = layer => layer.Output(Reduced(layer, "mean")),
        ["Sum"] = layer => layer.Output(Reduced(layer, "sum")),
        ["Max"] = Max,
    };

    private static void Max(LayerContext layer)
    {
        var (reduced, variables) = (Reduced(layer, "max"), layer.Scope.Variables);
        var readsIndices = layer.IsPortRead("indices");
        if (layer.Port is null && !readsIndices && !layer.Has("PaddingMask"))
        {
            layer.Output(reduced.Replace(".max(", ".amax(", StringComparison.Ordinal));
            return;
        }

        var values = layer.Port is null ? variables.ForResult(layer.Layer) : "_";
        var indices = layer.Port is not null ? variables.ForResult(layer.Layer)
            : readsIndices ? variables.ForPort(layer.Layer, "indices") : "_";
        variables.Alias($"{layer.Layer.Path}.indices", indices);
        layer.Scope.Forward.Line($"{values}, {indices} = {reduced}", layer.Layer.OutputShape);
    }

    private static string Reduced(LayerContext layer, string reduction)
    {
        var axis = Python.Literal(layer.Integer("Axis", 0));
        var keep = layer.Flag("KeepDim") ? ", keepdim=True" : string.Empty;
        return layer.Tensor("PaddingMask") is { } padding
            ? $"{layer.Helper($"masked_{reduction}")}({layer.Input}, {padding}, dim={axis}{keep})"
            : $"{layer.Input}.{reduction}(dim={axis}{keep})";
    }
}
