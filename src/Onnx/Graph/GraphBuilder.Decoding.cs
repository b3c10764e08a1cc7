using System.Linq;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

// Attention with a cache of keys and values, an operator of ONNX Runtime.
internal sealed partial class GraphBuilder
{
    /// <summary>
    /// Causal attention from the last positions of a sequence to all of it. Their keys and values are written behind those of the earlier
    /// positions; if the caller binds the past and the present to the same memory, nothing is copied.
    /// </summary>
    /// <param name="query">The queries <c>(B, T, heads*d)</c>.</param>
    /// <param name="key">The keys <c>(B, T, keyValueHeads*d)</c>.</param>
    /// <param name="value">The values, of the same shape.</param>
    /// <param name="past">The keys and values so far, <c>(B, keyValueHeads, capacity, d)</c>.</param>
    /// <param name="last">The index of the last position, <c>(B)</c> of Int32.</param>
    /// <param name="length">The number of positions, an Int32 without axes.</param>
    /// <param name="bias">What is added to the scores, <c>(B, heads, T, S)</c>, where the first two axes may be 1.</param>
    /// <param name="scale">The factor of the scores.</param>
    /// <param name="heads">The heads of the queries and of the keys.</param>
    /// <returns>The result <c>(B, T, heads*d)</c>, and the keys and values with those of these positions.</returns>
    public (Value Result, Value Keys, Value Values) GroupQueryAttention(
        Value query, Value key, Value value, (Value Keys, Value Values) past, Value last, Value length, Value bias, double scale,
        (long Queries, long Keys) heads)
    {
        var present = past.Keys.Sizes.Select((size, axis) => axis == 2 ? null : size).ToArray();
        var results = Node(
            "GroupQueryAttention",
            [query, key, value, past.Keys, past.Values, last, length, null, null, null, bias],
            [(query.Type, query.Sizes), (query.Type, present), (query.Type, present)],
            ("num_heads", heads.Queries), ("kv_num_heads", heads.Keys), ("scale", scale));
        Nodes[^1].Domain = RuntimeDomain;
        return (results[0], results[1], results[2]);
    }
}
