using System;
using ModelGen.Onnx.Schema;
using TorchSharp;

namespace ModelGen.Onnx.Quantization;

/// <summary>A node that computes with a weight.</summary>
/// <param name="Node">The node.</param>
/// <param name="Weight">The weight as it is stored.</param>
/// <param name="Tensor">Its numbers.</param>
/// <param name="IsRows">
/// Whether the matrix is stored as <c>(outputs, inputs)</c>, such as that of an embedding, or as <c>(inputs, outputs)</c>.
/// </param>
internal sealed record WeightUse(NodeProto Node, TensorProto Weight, torch.Tensor Tensor, bool IsRows)
{
    private const string StoredTransposed = ".T";

    /// <summary>The name of the weight in <c>state_dict</c>.</summary>
    public string Name => Weight.Name.EndsWith(StoredTransposed, StringComparison.Ordinal)
        ? Weight.Name[..^StoredTransposed.Length]
        : Weight.Name;

    /// <summary>The path of the layer that computes.</summary>
    public string Layer => UpTo(Node.Name, '/');

    /// <summary>Whether a path is that of the layer, of a block around it, or of the part of the layer that has the weight.</summary>
    public bool IsOf(string path) => IsWithin(Layer, path) || IsWithin(UpTo(Name, '.'), path);

    private static bool IsWithin(string path, string outer) =>
        path == outer || path.StartsWith($"{outer}.", StringComparison.Ordinal);

    private static string UpTo(string text, char separator) => text.LastIndexOf(separator) is >= 0 and var end ? text[..end] : string.Empty;
}
