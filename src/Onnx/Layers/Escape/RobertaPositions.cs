using System.Collections.Generic;
using TorchSharp;

namespace ModelGen.Onnx.Layers;

/// <summary>
/// The methods of <c>RobertaEmbeddings</c> in the package ModelGen.Models. That package does not refer to this one, because its users
/// need no export, so it cannot implement <see cref="IOnnxMethods"/>.
/// </summary>
internal sealed class RobertaPositions : IOnnxMethods
{
    private const string Class = "ModelGen.Models.RobertaEmbeddings";
    private const long PaddingId = 1;

    /// <summary>The methods of a model, if it is this class.</summary>
    /// <param name="module">The model.</param>
    public static IOnnxMethods? Of(torch.nn.Module module) => module.GetType().FullName == Class ? new RobertaPositions() : null;

    /// <inheritdoc/>
    public OnnxTensor? Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs)
    {
        var ids = inputs[0];
        switch (method)
        {
            case "TypesOf":
                return graph.Node("Sub", ids, ids);
            case "PositionsOf":
                // Ids that are not padding are counted from the left; padding has the position of its id.
                var padding = graph.Integers(PaddingId);
                var isText = graph.Node("Not", graph.Node("Equal", [ids, padding], DType.Bool));
                var counts = graph.Cast(isText, DType.Int64);
                var positions = graph.Node("CumSum", counts, graph.Integers(1));
                return graph.Node("Add", graph.Node("Mul", positions, counts), padding);
            default:
                return null;
        }
    }
}
