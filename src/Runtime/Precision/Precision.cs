namespace ModelGen;

/// <summary>The precision of the matrix products and the attention of a model whose weights are in float32.</summary>
public enum Precision
{
    /// <summary>Everything is computed in float32.</summary>
    Float32,

    /// <summary>
    /// Matrix products, convolutions and attention are computed in bfloat16, which has the range of float32 and 8 bits of precision.
    /// Weights, norms, softmax, recurrences and losses stay in float32.
    /// </summary>
    BFloat16,
}
