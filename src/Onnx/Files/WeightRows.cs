using System.Linq;
using ModelGen.Onnx.Schema;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Files;

/// <summary>
/// Weights that a graph wants with their axes exchanged, as its product of matrices expects them, and that are stored as they are in
/// memory. ONNX Runtime makes the exchange of the axes part of the product, or computes it once.
/// </summary>
internal static class WeightRows
{
    /// <summary>The weight as it is in memory; null if the graph wants it like that, or as neither.</summary>
    /// <param name="tensor">The weight as the graph wants it.</param>
    public static Tensor? Of(Tensor tensor)
    {
        if (tensor.Dimensions != 2 || tensor.is_contiguous())
        {
            return null;
        }

        var rows = tensor.t();
        if (rows.is_contiguous())
        {
            return rows;
        }

        rows.Dispose();
        return null;
    }

    /// <summary>The name in <c>state_dict</c> of a weight whose axes are exchanged.</summary>
    /// <param name="weight">The weight.</param>
    public static string NameOf(TensorProto weight) => weight.Name.EndsWith(".T", System.StringComparison.Ordinal)
        ? weight.Name[..^2]
        : weight.Name;

    /// <summary>Changes a graph so that a weight is stored as it is in memory.</summary>
    /// <param name="model">The model, whose graph gets a node that exchanges the axes.</param>
    /// <param name="weight">The weight in that graph, which is renamed and gets its other shape.</param>
    /// <param name="rows">The weight as it is in memory.</param>
    public static void Exchange(ModelProto model, TensorProto weight, Tensor rows)
    {
        var wanted = weight.Name;
        var name = NameOf(weight);
        var isTaken = name == wanted || model.Graph.Initializer.Any(other => other.Name == name);
        weight.Name = isTaken ? $"{wanted}.rows" : name;
        weight.Dims.Clear();
        weight.Dims.AddRange(rows.shape);
        var exchange = new NodeProto { OpType = "Transpose", Name = $"{wanted}/Transpose" };
        exchange.Input.Add(weight.Name);
        exchange.Output.Add(wanted);
        exchange.Attribute.Add(new AttributeProto { Name = "perm", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1, 0 } });
        model.Graph.Node.Insert(0, exchange);
    }
}
