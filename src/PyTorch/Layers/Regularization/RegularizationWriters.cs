using System;
using System.Collections.Generic;
using ModelGen.PyTorch.Scopes;

namespace ModelGen.PyTorch.Layers;

/// <summary>What acts during training only.</summary>
internal static class RegularizationWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Dropout"] = layer => layer.Output(
            $"F.dropout({layer.Input}, {layer.NumberInForward("probability", 0.5)}, self.training)"),
        ["Dropout2d"] = layer => layer.Output(
            $"F.dropout{layer.SpatialAxes}d({layer.Input}, {layer.NumberInForward("probability", 0.5)}, self.training)"),
        ["DropPath"] = layer => layer.Output(
            $"{layer.Helper("drop_path")}({layer.Input}, {layer.NumberInForward("probability", 0)}, self.training)"),
    };
}
