using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Combines attention masks into the single mask that <c>scaled_dot_product_attention</c> accepts, and not together with its causal flag.
/// Booleans are true for positions to attend to; floats are added to the attention scores.
/// </summary>
internal static class AttentionMask
{
    /// <summary>Combines a mask with a boolean mask, as a new tensor for scores with the given dtype.</summary>
    public static Tensor And(Tensor mask, Tensor allowed, ScalarType dtype)
    {
        if (mask.dtype == ScalarType.Bool)
        {
            return mask.logical_and(allowed);
        }

        using var blocked = allowed.logical_not();
        using var fitting = Fit(mask, dtype);
        return fitting.masked_fill(blocked, Scalars.Of(double.NegativeInfinity));
    }

    /// <summary>Combines a mask with biases that are added to the scores, as a new tensor with the dtype of the biases.</summary>
    public static Tensor Add(Tensor mask, Tensor bias)
    {
        if (mask.dtype == ScalarType.Bool)
        {
            return And(bias, mask, bias.dtype);
        }

        using var fitting = Fit(mask, bias.dtype);
        return fitting.add(bias, Scalars.One);
    }

    /// <summary>Converts a mask for scores with the given dtype, as a new handle.</summary>
    public static Tensor Fit(Tensor mask, ScalarType dtype)
        => mask.dtype == ScalarType.Bool || mask.dtype == dtype ? mask.alias() : mask.to(dtype);

    /// <summary>Returns the masked positions: true where the boolean is false or the float is -∞.</summary>
    public static Tensor Blocked(Tensor mask) => mask.dtype == ScalarType.Bool ? mask.logical_not() : mask.isneginf();
}
