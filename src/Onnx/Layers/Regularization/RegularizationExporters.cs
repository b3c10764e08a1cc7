using System;
using System.Collections.Generic;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>What acts during training only: an exported model evaluates.</summary>
internal static class RegularizationExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Dropout"] = Pass,
        ["Dropout2d"] = Pass,
        ["DropPath"] = Pass,
    };

    private static void Pass(LayerContext layer) => layer.Output(layer.Input);
}
