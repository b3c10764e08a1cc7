using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// The keys to which a query attends by its position. Query t is at position <c>Offset + t</c>, key s at position s: with
/// <paramref name="Causal"/> a query attends to keys up to its own position, with a window only to the last <paramref name="Window"/> of
/// them.
/// </summary>
internal readonly record struct AttentionBand(bool Causal, long? Window = null, long Offset = 0)
{
    /// <summary>Returns whether every query attends to every key, so that no mask is needed.</summary>
    public bool SeesAll(long queries, long keys) => !Causal || (Offset >= keys - 1 && !Cuts(queries));

    /// <summary>
    /// Returns whether the queries attend to the lower triangle, which the causal flag of <c>scaled_dot_product_attention</c> selects.
    /// </summary>
    public bool IsTriangle(long queries) => Causal && Offset == 0 && !Cuts(queries);

    /// <summary>Creates the mask <c>(T, S)</c> of Bool, true where query t attends to key s.</summary>
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

    // Whether the window excludes the first key for the last query.
    private bool Cuts(long queries) => Window < Offset + queries;
}
