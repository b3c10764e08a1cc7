using System.Linq;
using ModelGen.Onnx.Graph;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Attention with linear biases (Press et al. 2022): scores fall with the distance of query and key.</summary>
internal static class Alibi
{
    /// <summary>What is added to the scores: -m |i - j| for the slope m of each head, <c>(1, heads, T, S)</c>.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="heads">The heads of the queries.</param>
    /// <param name="queries">The positions of the queries, <c>(T)</c> of Int64.</param>
    /// <param name="keys">The positions of the keys, <c>(S)</c> of Int64.</param>
    public static Value Bias(GraphBuilder graph, long heads, Value queries, Value keys)
    {
        using var scope = NewDisposeScope();
        var distances = graph.Unary("Abs", graph.Subtract(graph.Unsqueeze(keys, 0), graph.Unsqueeze(queries, 1)));
        var slopes = tensor(ModelGen.Layers.AlibiSlopes.Of(heads).Select(slope => (float)-slope).ToArray()).view(1, -1, 1, 1);
        return graph.Cast(graph.Multiply(graph.Cast(distances, DataType.Float), graph.Table(slopes)), graph.Floats);
    }
}
