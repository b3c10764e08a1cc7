using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Masks as <c>scaled_dot_product_attention</c> takes them: booleans that say "may be attended to", or floats that are added to
/// the scores; one mask at a time, and none together with its causal switch.
/// </summary>
internal static class AttentionMask
{
    /// <summary>
    /// A mask restricted to what a second one of booleans allows, as a new tensor that fits scores of type <paramref name="dtype"/>.
    /// </summary>
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

    /// <summary>A mask and biases of the scores, as a new tensor that fits scores of the biases' type.</summary>
    public static Tensor Add(Tensor mask, Tensor bias)
    {
        if (mask.dtype == ScalarType.Bool)
        {
            return And(bias, mask, bias.dtype);
        }

        using var fitting = Fit(mask, bias.dtype);
        return fitting.add(bias, Scalars.One);
    }

    /// <summary>A mask in a type that fits scores of type <paramref name="dtype"/>, as a new handle.</summary>
    public static Tensor Fit(Tensor mask, ScalarType dtype)
        => mask.dtype == ScalarType.Bool || mask.dtype == dtype ? mask.alias() : mask.to(dtype);

    /// <summary>Where a mask forbids: <c>true</c> where the boolean is <c>false</c> or the float is -∞.</summary>
    public static Tensor Blocked(Tensor mask) => mask.dtype == ScalarType.Bool ? mask.logical_not() : mask.isneginf();
}
