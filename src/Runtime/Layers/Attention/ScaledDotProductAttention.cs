using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// <c>softmax(Q Kᵀ / √d) V</c> ("Attention is all you need", section 3.2.1): <c>(..., T, d)</c>, <c>(..., S, d)</c> and
/// <c>(..., S, v)</c> give <c>(..., T, v)</c>.
/// </summary>
/// <remarks>
/// A query row that may attend to no key gives 0, as PyTorch's <c>scaled_dot_product_attention</c>, where the formula would give NaN.
/// </remarks>
public static class ScaledDotProductAttention
{
    private const long FewQueries = 16;

    /// <summary>Attention by the fused kernel, which never holds the <c>(..., T, S)</c> weights.</summary>
    /// <param name="query">The queries <c>(..., T, d)</c>.</param>
    /// <param name="key">The keys <c>(..., S, d)</c>.</param>
    /// <param name="value">The values <c>(..., S, v)</c>.</param>
    /// <param name="mask">
    /// Broadcast against <c>(..., T, S)</c>: booleans mean "may be attended to", floats are added to the scores; <c>null</c> for none.
    /// </param>
    /// <param name="causal">Whether query t sees only keys up to <c>offset + t</c>, both counted from the first.</param>
    /// <param name="dropout">The probability of a weight being zeroed, applied whenever it is not 0: pass 0 outside training.</param>
    /// <param name="window">If causal, how many keys a query at position p sees: those from <c>p - window + 1</c> to p; all up to p when
    /// <c>null</c>.</param>
    /// <param name="offset">The position of the first query among the keys: with cached keys, their number.</param>
    /// <param name="scale">The factor of the scores; <c>1 / √d</c> when not given.</param>
    /// <returns>The result <c>(..., T, v)</c>.</returns>
    public static Tensor Apply(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double dropout = 0, long? window = null,
        long offset = 0, double? scale = null)
    {
        // The kernel divides by √d and takes no scale of its own.
        using var rescaled = scale is null ? null : query.mul(Scalars.Of(scale.Value * Math.Sqrt(query.size(-1))));
        query = rescaled ?? query;
        var band = new AttentionBand(causal, window, offset);
        if (mask is null && band.IsTriangle(query.size(-2)))
        {
            return nn.functional.scaled_dot_product_attention(query, key, value, null, dropout, true);
        }

        if (dropout == 0 && IsPlannedForEachLength(query, key))
        {
            var (output, weights) = WithWeights(query, key, value, mask, causal, dropout, window, offset);
            weights.Dispose();
            return output;
        }

        using var combined = Combined(query, key, mask, band);
        return nn.functional.scaled_dot_product_attention(query, key, value, combined, dropout, false);
    }

    // For 16-bit types on CUDA libtorch may choose cuDNN's kernel, which is planned anew for every number of keys: milliseconds a layer,
    // where each step of a decoding has one key more. A few queries need no fused kernel, since their weights are a few rows.
    private static bool IsPlannedForEachLength(Tensor query, Tensor key) =>
        query.device_type == DeviceType.CUDA && query.dtype is (ScalarType.BFloat16 or ScalarType.Float16)
        && query.size(-2) <= FewQueries && query.size(-2) < key.size(-2);

    /// <summary>Attention by its formula, for those who want to see the weights.</summary>
    /// <param name="query">The queries <c>(..., T, d)</c>.</param>
    /// <param name="key">The keys <c>(..., S, d)</c>.</param>
    /// <param name="value">The values <c>(..., S, v)</c>.</param>
    /// <param name="mask">As for <see cref="Apply"/>.</param>
    /// <param name="causal">As for <see cref="Apply"/>.</param>
    /// <param name="dropout">As for <see cref="Apply"/>.</param>
    /// <param name="window">As for <see cref="Apply"/>.</param>
    /// <param name="offset">As for <see cref="Apply"/>.</param>
    /// <param name="scale">As for <see cref="Apply"/>.</param>
    /// <returns>
    /// The result <c>(..., T, v)</c> and the weights <c>(..., T, S)</c> before dropout: each row sums to 1, or is 0 where every key is
    /// masked.
    /// </returns>
    public static (Tensor output, Tensor weights) WithWeights(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double dropout = 0, long? window = null,
        long offset = 0, double? scale = null)
    {
        using var combined = Combined(query, key, mask, new AttentionBand(causal, window, offset));
        var weights = Weights(query, key, combined, scale ?? 1 / Math.Sqrt(query.size(-1)));
        if (dropout == 0)
        {
            return (weights.matmul(value), weights);
        }

        using var dropped = nn.functional.dropout(weights, dropout, training: true);
        return (dropped.matmul(value), weights);
    }

    private static Tensor Weights(Tensor query, Tensor key, Tensor? mask, double scale)
    {
        using var transposed = key.transpose(-2, -1);
        using var scaled = query.mul(Scalars.Of(scale));
        var scores = scaled.matmul(transposed);
        if (mask is null)
        {
            using (scores)
            {
                return scores.softmax(-1);
            }
        }

        if (mask.dtype != ScalarType.Bool)
        {
            scores = Owned.Add(scores, mask);
        }

        // Blocked scores become the lowest finite number, not -∞: softmax then stays finite in a row that is blocked entirely,
        // in the gradient too, and the second fill makes its weights 0.
        using var blocked = AttentionMask.Blocked(mask);
        using var finite = scores.masked_fill(blocked, Scalars.Of(Lowest(scores.dtype)));
        scores.Dispose();
        using var weights = finite.softmax(-1);
        return weights.masked_fill(blocked, Scalars.Of(0));
    }

    private static double Lowest(ScalarType type) => type switch
    {
        ScalarType.Float64 => double.MinValue,
        ScalarType.Float16 => (double)Half.MinValue,
        ScalarType.BFloat16 => -3.3895313892515355e38,
        _ => float.MinValue,
    };

    private static Tensor? Combined(Tensor query, Tensor key, Tensor? mask, AttentionBand band)
    {
        var (queries, keys) = (query.size(-2), key.size(-2));
        if (band.SeesAll(queries, keys))
        {
            return mask is null ? null : AttentionMask.Fit(mask, query.dtype);
        }

        var visible = band.Mask(queries, keys, query.device);
        if (mask is null)
        {
            return visible;
        }

        using (visible)
        {
            return AttentionMask.And(mask, visible, query.dtype);
        }
    }
}
