using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Layers that join several tensors.</summary>
internal static class JoiningExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Residual"] = layer => layer.Output(layer.Graph.Add(layer.Input, layer.Inputs[^1])),
        ["Add"] = layer => layer.Output(layer.Inputs.Aggregate(layer.Graph.Add)),
        ["Subtract"] = layer => layer.Output(layer.Inputs.Aggregate(layer.Graph.Subtract)),
        ["Multiply"] = layer => layer.Output(layer.Inputs.Aggregate(layer.Graph.Multiply)),
        ["Concat"] = layer => layer.Output(layer.Graph.Concat(layer.Integer("Axis", -1), [.. layer.Inputs])),
        ["StackStages"] = StackStages,
        ["MatMul"] = MatMul,
        ["Einsum"] = layer => layer.Output(EinsumGraph.Compute(layer.Graph, layer.Text("equation"), layer.Inputs)),
    };

    private static void StackStages(LayerContext layer)
    {
        var graph = layer.Graph;
        var axis = layer.Integer("Axis", 0);
        layer.Output(graph.Concat(axis, [.. layer.Inputs.Select(part => graph.Unsqueeze(part, axis))]));
    }

    private static void MatMul(LayerContext layer)
    {
        var graph = layer.Graph;
        var (left, right) = (layer.Inputs[0], layer.Inputs[1]);
        layer.Output(graph.MatMul(
            layer.Flag("Transpose", false) ? graph.TransposeLast(left) : left,
            layer.Flag("TransposeOther", false) ? graph.TransposeLast(right) : right));
    }
}
