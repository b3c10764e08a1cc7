using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Scaled dot-product attention <c>softmax(Q Kᵀ / √d) V</c> ("Attention is all you need", section 3.2.1): <c>(..., T, d)</c>,
/// <c>(..., S, d)</c> and <c>(..., S, v)</c> to <c>(..., T, v)</c>.
/// </summary>
/// <remarks>
/// For a query whose keys are all masked the result is 0, as in PyTorch's <c>scaled_dot_product_attention</c>, where the formula is NaN.
/// </remarks>
public static class ScaledDotProductAttention
{
    private const long FewQueries = 16;

    /// <summary>Computes the attention with the fused kernel, which does not materialise the weights <c>(..., T, S)</c>.</summary>
    /// <param name="query">The queries <c>(..., T, d)</c>.</param>
    /// <param name="key">The keys <c>(..., S, d)</c>.</param>
    /// <param name="value">The values <c>(..., S, v)</c>.</param>
    /// <param name="mask">
    /// The mask, broadcast to <c>(..., T, S)</c>: booleans are true for positions to attend to, floats are added to the scores; <c>null</c>
    /// for none.
    /// </param>
    /// <param name="causal">Whether query t attends only to keys up to <c>offset + t</c>.</param>
    /// <param name="dropout">The probability of zeroing an attention weight. It also applies outside training: pass 0 there.</param>
    /// <param name="window">
    /// The sliding window of causal attention: a query at position p attends to keys <c>p - window + 1</c> to p; to all keys up to p when
    /// <c>null</c>.
    /// </param>
    /// <param name="offset">The position of the first query among the keys; with cached keys, their number.</param>
    /// <param name="scale">The factor applied to the attention scores; <c>1 / √d</c> when <c>null</c>.</param>
    /// <returns>The result <c>(..., T, v)</c>.</returns>
    public static Tensor Apply(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double dropout = 0, long? window = null,
        long offset = 0, double? scale = null)
    {
        if (MixedPrecision.Narrows(query))
        {
            using var narrowQuery = MixedPrecision.Narrow(query);
            using var narrowKey = MixedPrecision.Narrow(key);
            using var narrowValue = MixedPrecision.Narrow(value);
            return MixedPrecision.Widen(
                Apply(narrowQuery, narrowKey, narrowValue, mask, causal, dropout, window, offset, scale));
        }

        // The kernel divides by √d and has no scale argument in TorchSharp.
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

    // With 16-bit dtypes on CUDA, libtorch can choose cuDNN's kernel, which is planned anew for every number of keys: milliseconds per
    // layer and decoding step. The weights of few queries are small, so these need no fused kernel.
    private static bool IsPlannedForEachLength(Tensor query, Tensor key) =>
        query.device_type == DeviceType.CUDA && query.dtype is (ScalarType.BFloat16 or ScalarType.Float16)
        && query.size(-2) <= FewQueries && query.size(-2) < key.size(-2);

    /// <summary>Computes the attention explicitly and returns the attention weights as well.</summary>
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
    /// The result <c>(..., T, v)</c> and the attention weights <c>(..., T, S)</c> before dropout: each row sums to 1, or is 0 where all
    /// keys are masked.
    /// </returns>
    public static (Tensor output, Tensor weights) WithWeights(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double dropout = 0, long? window = null,
        long offset = 0, double? scale = null)
    {
        using var combined = Combined(query, key, mask, new AttentionBand(causal, window, offset));
        var weights = Weights(query, key, combined, scale ?? 1 / Math.Sqrt(query.size(-1)));
        if (dropout == 0)
        {
            return (Products.MatMul(weights, value), weights);
        }

        using var dropped = nn.functional.dropout(weights, dropout, training: true);
        return (Products.MatMul(dropped, value), weights);
    }

    private static Tensor Weights(Tensor query, Tensor key, Tensor? mask, double scale)
    {
        using var transposed = key.transpose(-2, -1);
        using var scaled = query.mul(Scalars.Of(scale));
        var scores = Products.MatMul(scaled, transposed);
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

        // Masked scores become the lowest finite number instead of -∞, so that softmax and its gradient stay finite in a row that is masked
        // entirely; the second fill sets the weights of that row to 0.
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
