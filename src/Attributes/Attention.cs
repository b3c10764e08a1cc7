namespace ModelGen;

/// <summary>
/// Multi-head attention ("Attention is all you need", section 3.2.2): <c>(B, T, D)</c> to <c>(B, T, D)</c>, over the input
/// itself or over <see cref="Memory"/> <c>(B, S, E)</c>. Port <c>weights</c> <c>(B, heads, T, S)</c>: the attention weights.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#attention">The vocabulary: attention</see></remarks>
/// <param name="heads">The number of heads: an integer or a dimension expression.</param>
public sealed class MultiHeadAttentionAttribute(object heads) : WeightedLayerAttribute
{
    /// <summary>The number of heads.</summary>
    public object Heads { get; } = heads;

    /// <summary>The features of each head; <c>D / heads</c>, which must divide, when not given.</summary>
    public object? HeadDim { get; set; }

    /// <summary>
    /// The heads of keys and values, which must divide <see cref="Heads"/>: as many query heads share each (grouped queries, Ainslie et al. 2023;
    /// a single one is multi-query attention). As many as <see cref="Heads"/> when not given.
    /// </summary>
    public object? KeyValueHeads { get; set; }

    /// <summary>Whether position t sees only positions up to t.</summary>
    public bool Causal { get; set; }

    /// <summary>How many positions t sees of those up to t, itself included (sliding window, as in Mistral); all when not given. With <see cref="Causal"/> only.</summary>
    public object? Window { get; set; }

    /// <summary>
    /// Whether queries and keys are turned by their position, so that scores depend on distances (rotary positions, Su et al. 2021); feature i of a
    /// head goes with feature <c>i + HeadDim/2</c>, as in Llama. For attention over the input itself.
    /// </summary>
    public bool Rotary { get; set; }

    /// <summary>The base of the rotary angles: feature i turns by <c>t / RotaryBase^(2i/HeadDim)</c>; 10000 by default.</summary>
    public double RotaryBase { get; set; } = 10000;

    /// <summary>The factor of the scores; <c>1 / √HeadDim</c> when not given.</summary>
    public double Scale { get; set; }

    /// <summary>Whether the four projections learn biases; true by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The probability of an attention weight being zeroed in training.</summary>
    public double Dropout { get; set; }

    /// <summary>The stage or input <c>(B, S, E)</c> that gives keys and values: cross-attention.</summary>
    public string? Memory { get; set; }

    /// <summary>
    /// The stage or input that masks the scores: <c>(T, S)</c>, <c>(B, T, S)</c> or <c>(B, heads, T, S)</c>, where an axis may be 1.
    /// Booleans mean "may be attended to", as in <c>scaled_dot_product_attention</c>; floats are added to the scores.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>The stage or input <c>(B, S)</c> of booleans, <c>true</c> for keys to ignore, as in <c>torch.nn.MultiheadAttention</c>.</summary>
    public string? KeyPaddingMask { get; set; }
}

/// <summary>
/// <c>softmax(Q Kᵀ / √d) V</c> over three stages: <c>(..., T, d)</c>, <c>(..., S, d)</c> and <c>(..., S, v)</c> give <c>(..., T, v)</c>.
/// Port <c>weights</c> <c>(..., T, S)</c>: the attention weights.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#attention">The vocabulary: attention</see></remarks>
public sealed class ScaledDotProductAttentionAttribute : LayerAttribute
{
    /// <summary>Whether position t sees only positions up to t.</summary>
    public bool Causal { get; set; }

    /// <summary>The probability of an attention weight being zeroed in training.</summary>
    public double Dropout { get; set; }

    /// <summary>
    /// The stage or input that masks the scores, broadcast against <c>(..., T, S)</c>. Booleans mean "may be attended to";
    /// floats are added to the scores.
    /// </summary>
    public string? Mask { get; set; }
}
