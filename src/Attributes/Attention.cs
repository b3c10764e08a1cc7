namespace ModelGen;

/// <summary>
/// Multi-head attention ("Attention is all you need", section 3.2.2): <c>(B, T, D)</c> to <c>(B, T, D)</c>, over the input
/// itself or over <see cref="Memory"/> <c>(B, S, E)</c>. Port <c>weights</c> <c>(B, heads, T, S)</c>: the attention weights.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#attention">The vocabulary: attention</see>
/// </remarks>
/// <param name="heads">The number of heads: an integer or a dimension expression.</param>
public sealed partial class MultiHeadAttentionAttribute(object heads) : WeightedLayerAttribute
{
    /// <summary>The number of heads.</summary>
    public object Heads { get; } = heads;

    /// <summary>The features of each head; <c>D / heads</c>, which must divide, when not given.</summary>
    public object? HeadDim { get; set; }

    /// <summary>
    /// The heads of keys and values, which must divide <see cref="Heads"/>: as many query heads share each (grouped queries, Ainslie et al.
    /// 2023; a single one is multi-query attention). As many as <see cref="Heads"/> when not given.
    /// </summary>
    public object? KeyValueHeads { get; set; }

    /// <summary>Whether position t sees only positions up to t.</summary>
    public bool Causal { get; set; }

    /// <summary>
    /// How many positions t sees of those up to t, itself included (sliding window, as in Mistral); all when not given. With
    /// <see cref="Causal"/> only.
    /// </summary>
    public object? Window { get; set; }

    /// <summary>
    /// Whether queries and keys are turned by their position, so that scores depend on distances (RoFormer, Su et al. 2021,
    /// arXiv:2104.09864). For attention over the input itself. True or false, or the name of a setting, a <c>RotaryOptions</c> that says
    /// all that the further arguments say.
    /// </summary>
    public object Rotary { get; set; } = false;

    /// <summary>
    /// The base of the rotary angles: pair i of d turning features turns by <c>t / RotaryBase^(2i/d)</c>; 10000 by default.
    /// </summary>
    public double RotaryBase { get; set; } = 10000;

    /// <summary>How many features of each head turn, an even number; the first ones. All of them when not given.</summary>
    public object? RotaryDim { get; set; }

    /// <summary>Which features of a head make a pair; <see cref="RotaryStyle.Halves"/> by default.</summary>
    public RotaryStyle RotaryStyle { get; set; }

    /// <summary>
    /// How the rotary angles are slowed for sequences longer than those in training; needs <see cref="RotaryFactor"/>;
    /// <see cref="RotaryScaling.None"/> by default.
    /// </summary>
    public RotaryScaling RotaryScaling { get; set; }

    /// <summary>How many times longer sequences may be than those in training: at least 1.</summary>
    public double RotaryFactor { get; set; }

    /// <summary>
    /// The length of the sequences in training (Hugging Face's <c>original_max_position_embeddings</c>), for YaRN and Llama 3.
    /// </summary>
    public long RotaryContext { get; set; }

    /// <summary>
    /// Llama 3: pairs that turn fewer times within <see cref="RotaryContext"/> are slowed by the whole factor (<c>low_freq_factor</c>); 1
    /// by default.
    /// </summary>
    public double RotaryLowFrequency { get; set; } = 1;

    /// <summary>
    /// Llama 3: pairs that turn more often within <see cref="RotaryContext"/> keep their speed (<c>high_freq_factor</c>); 4 by default.
    /// </summary>
    public double RotaryHighFrequency { get; set; } = 4;

    /// <summary>
    /// YaRN: pairs that turn more often within <see cref="RotaryContext"/> keep their speed (<c>beta_fast</c>); 32 by default.
    /// </summary>
    public double RotaryBetaFast { get; set; } = 32;

    /// <summary>
    /// YaRN: pairs that turn fewer times within <see cref="RotaryContext"/> are slowed by the whole factor (<c>beta_slow</c>); 1 by
    /// default.
    /// </summary>
    public double RotaryBetaSlow { get; set; } = 1;

    /// <summary>
    /// YaRN: what cosines and sines are multiplied by (<c>attention_factor</c>); <c>0.1 ln(RotaryFactor) + 1</c> when not given. A model
    /// with <c>mscale</c> and <c>mscale_all_dim</c> has <c>(0.1 mscale ln(factor) + 1) / (0.1 mscale_all_dim ln(factor) + 1)</c>.
    /// </summary>
    public double RotaryAttentionFactor { get; set; }

    /// <summary>
    /// Whether the score of positions i and j loses <c>m |i - j|</c>, with a slope m for each head (ALiBi, Press et al. 2021,
    /// arXiv:2108.12409). For attention over the input itself.
    /// </summary>
    public bool Alibi { get; set; }

    /// <summary>
    /// Whether queries and keys are divided by the root mean square of each head and scaled, before they are turned (as in Qwen3).
    /// </summary>
    public bool QueryKeyNorm { get; set; }

    /// <summary>
    /// Added to the mean square of <see cref="QueryKeyNorm"/> before the root; 1e-6 by default; or the name of a setting.
    /// </summary>
    public object QueryKeyNormEps { get; set; } = 1e-6;

    /// <summary>The factor of the scores; <c>1 / √HeadDim</c> when not given.</summary>
    public double Scale { get; set; }

    /// <summary>
    /// Whether the projections of queries, keys and values learn biases, and that of the result unless <see cref="OutputBias"/> is given;
    /// true by default.
    /// </summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether the projection of the result learns a bias; as <see cref="Bias"/>, true by default, when not given (Qwen2:
    /// <c>OutputBias = false</c>).
    /// </summary>
    public bool OutputBias { get; set; } = true;

    /// <summary>The probability of an attention weight being zeroed in training; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>The stage or input <c>(B, S, E)</c> that gives keys and values: cross-attention.</summary>
    public string? Memory { get; set; }

    /// <summary>
    /// The stage or input that masks the scores: <c>(T, S)</c>, <c>(B, T, S)</c> or <c>(B, heads, T, S)</c>, where an axis may be 1.
    /// Booleans mean "may be attended to", as in <c>scaled_dot_product_attention</c>; floats are added to the scores.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>
    /// The stage or input <c>(B, S)</c> of booleans, <c>true</c> for keys to ignore, as in <c>torch.nn.MultiheadAttention</c>.
    /// </summary>
    public string? KeyPaddingMask { get; set; }

    /// <summary>The port that the next layer continues from: <c>"weights"</c>; the result when not given.</summary>
    public string? Port { get; set; }
}

/// <summary>
/// <c>softmax(Q Kᵀ / √d) V</c> over three stages: <c>(..., T, d)</c>, <c>(..., S, d)</c> and <c>(..., S, v)</c> give <c>(..., T, v)</c>.
/// Port <c>weights</c> <c>(..., T, S)</c>: the attention weights.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#attention">The vocabulary: attention</see>
/// </remarks>
public sealed class ScaledDotProductAttentionAttribute() : LayerAttribute
{
    /// <summary>Whether position t sees only positions up to t.</summary>
    public bool Causal { get; set; }

    /// <summary>How many positions t sees of those up to t, itself included; all when not given. With <see cref="Causal"/> only.</summary>
    public object? Window { get; set; }

    /// <summary>The factor of the scores; <c>1 / √d</c> when not given.</summary>
    public double Scale { get; set; }

    /// <summary>The probability of an attention weight being zeroed in training; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>
    /// The stage or input that masks the scores, broadcast against <c>(..., T, S)</c>. Booleans mean "may be attended to";
    /// floats are added to the scores.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>The port that the next layer continues from: <c>"weights"</c>; the result when not given.</summary>
    public string? Port { get; set; }
}

/// <summary>Which features of a head rotary positions turn together.</summary>
public enum RotaryStyle
{
    /// <summary>
    /// Feature i with feature <c>i + d/2</c> (<c>rotate_half</c>): Llama in Hugging Face's format, Mistral, Qwen, GPT-NeoX.
    /// </summary>
    Halves,

    /// <summary>Feature 2i with feature <c>2i + 1</c>: RoFormer, GPT-J, Llama in Meta's format.</summary>
    Interleaved,
}

/// <summary>How rotary angles are slowed for sequences longer than those in training, as Hugging Face's <c>rope_type</c>.</summary>
public enum RotaryScaling
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>All angles are divided by the factor (Chen et al. 2023, arXiv:2306.15595).</summary>
    Linear,

    /// <summary>
    /// The base is multiplied by <c>factor^(d/(d-2))</c> ("NTK-aware", with a fixed factor): the slowest pair is slowed by the factor, the
    /// fastest not at all.
    /// </summary>
    Ntk,

    /// <summary>
    /// Slow pairs are slowed by the factor, fast ones not at all, those between in part; scores grow a little (YaRN, Peng et al. 2023,
    /// arXiv:2309.00071).
    /// </summary>
    Yarn,

    /// <summary>As YaRN with other bounds and unchanged scores (Llama 3.1, arXiv:2407.21783).</summary>
    Llama3,
}
