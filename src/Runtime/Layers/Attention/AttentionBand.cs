using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Which keys a query sees by its position. Query t of T stands at position <c>Offset + t</c>, key s of S at position s: with
/// <paramref name="Causal"/> it sees keys up to its own position, with a window the last <paramref name="Window"/> of them.
/// </summary>
internal readonly record struct AttentionBand(bool Causal, long? Window = null, long Offset = 0)
{
    /// <summary>Whether each of these queries sees every key, so that there is nothing to mask.</summary>
    public bool SeesAll(long queries, long keys) => !Causal || (Offset >= keys - 1 && !Cuts(queries));

    /// <summary>
    /// Whether these queries see the triangle of <c>scaled_dot_product_attention</c>'s causal switch, which counts both from the first.
    /// </summary>
    public bool IsTriangle(long queries) => Causal && Offset == 0 && !Cuts(queries);

    /// <summary>The booleans <c>(T, S)</c>, <c>true</c> where query t sees key s.</summary>
    public Tensor Mask(long queries, long keys, Device device)
    {
        using var all = ones(queries, keys, dtype: ScalarType.Bool, device: device);
        if (!Cuts(queries))
        {
            return all.tril(Offset);
        }

        using var past = all.tril(Offset);
        return past.triu(Offset + 1 - Window!.Value);
    }

    // Whether the last query no longer sees the first key.
    private bool Cuts(long queries) => Window < Offset + queries;
}
