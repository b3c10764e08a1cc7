using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Layers that join several tensors.</summary>
internal static class JoiningWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        // The sum begins with the tensor that the stage starts from, as in x + attention(x).
        ["Residual"] = layer => layer.Output($"{layer.Inputs[^1]} + {layer.Input}"),
        ["Add"] = layer => layer.Output(string.Join(" + ", layer.Inputs)),
        ["Subtract"] = layer => layer.Output(string.Join(" - ", layer.Inputs)),
        ["Multiply"] = layer => layer.Output(string.Join(" * ", layer.Inputs)),
        ["Concat"] = layer => layer.Output($"torch.cat([{string.Join(", ", layer.Inputs)}], dim={Axis(layer, -1)})"),
        ["StackStages"] = layer => layer.Output($"torch.stack([{string.Join(", ", layer.Inputs)}], dim={Axis(layer, 0)})"),
        ["MatMul"] = layer => layer.Output(
            $"{Operand(layer, 0, "Transpose")} @ {Operand(layer, 1, "TransposeOther")}"),
        ["Einsum"] = layer => layer.Output(
            $"torch.einsum({string.Join(", ", layer.Inputs.Prepend(Python.Literal(layer.Text("equation"))))})"),
    };

    private static string Axis(LayerContext layer, long otherwise) => Python.Literal(layer.Integer("Axis", otherwise));

    private static string Operand(LayerContext layer, int index, string transposed) =>
        layer.Flag(transposed) ? $"{layer.Inputs[index]}.transpose(-2, -1)" : layer.Inputs[index];
}
