using System.Collections.Generic;
using System.Linq;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

// The operators of transformers, from version 23 on.
internal sealed partial class GraphBuilder
{
    /// <summary>Whether the operators Attention and RotaryEmbedding can be used. Runtimes lack them in double precision.</summary>
    public bool HasAttention => Opset >= 23 && Floats != DataType.Double;

    /// <summary>Attention as one operator.</summary>
    /// <param name="query">The queries <c>(B, T, heads*d)</c> or <c>(B, heads, T, d)</c>.</param>
    /// <param name="key">The keys, with as many axes, S positions and the heads of the values.</param>
    /// <param name="value">The values.</param>
    /// <param name="bias">
    /// What is added to the scores, <c>(B, heads, T, S)</c>, where the first two axes may be 1; null for nothing.
    /// </param>
    /// <param name="causal">Whether query t sees only keys up to t.</param>
    /// <param name="scale">The factor of the scores; null for <c>1 / √d</c>.</param>
    /// <param name="heads">The heads of the queries and of the keys; null if the tensors have an axis for them.</param>
    public Value Attention(
        Value query, Value key, Value value, Value? bias, bool causal, double? scale, (long Queries, long Keys)? heads = null)
    {
        List<(string, object)> attributes = [("is_causal", causal)];
        if (scale is { } factor)
        {
            attributes.Add(("scale", factor));
        }

        if (heads is { } number)
        {
            attributes.AddRange([("q_num_heads", number.Queries), ("kv_num_heads", number.Keys)]);
        }

        var last = heads is { } given ? value.Sizes[^1] / given.Keys * given.Queries : value.Sizes[^1];
        return Node("Attention", [query, key, value, bias], query.Type, query.Sizes.SkipLast(1).Append(last), [.. attributes]);
    }

    /// <summary>Rotary positions as one operator: rotates the features of each head.</summary>
    /// <param name="x">The tensor <c>(B, T, heads*d)</c>.</param>
    /// <param name="cosine">The cosines <c>(T, rotated/2)</c>.</param>
    /// <param name="sine">The sines.</param>
    /// <param name="positions">The positions <c>(B, T)</c> of Int64.</param>
    /// <param name="heads">The heads.</param>
    /// <param name="rotated">The rotated features of each head, which are its first.</param>
    /// <param name="interleaved">Whether neighbours are rotated as a pair.</param>
    public Value RotaryEmbedding(Value x, Value cosine, Value sine, Value positions, long heads, long rotated, bool interleaved) => Node(
        "RotaryEmbedding", [x, cosine, sine, positions], x.Type, x.Sizes,
        ("num_heads", heads), ("rotary_embedding_dim", rotated == x.Sizes[^1] / heads ? 0 : rotated), ("interleaved", interleaved));
}
