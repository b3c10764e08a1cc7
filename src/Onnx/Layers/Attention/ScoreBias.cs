using ModelGen.Onnx.Graph;

namespace ModelGen.Onnx.Layers;

/// <summary>What is added to scores, as the operator Attention takes it.</summary>
internal static class ScoreBias
{
    /// <summary>Repeats the last two axes where they are 1, as runtimes broadcast the others only.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="bias">The bias, with four axes.</param>
    /// <param name="queries">The number of queries.</param>
    /// <param name="keys">The number of keys.</param>
    public static Value Stretch(GraphBuilder graph, Value bias, Size queries, Size keys) =>
        (bias.Sizes[^2] == 1 && queries.Constant != 1) || (bias.Sizes[^1] == 1 && keys.Constant != 1)
            ? graph.Expand(bias, 1, 1, queries, keys)
            : bias;
}
