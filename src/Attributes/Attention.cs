namespace ModelGen;

/// <summary>
/// Multi-head attention ("Attention is all you need", section 3.2.2): <c>(B, T, D)</c> to <c>(B, T, D)</c>, self-attention, or
/// cross-attention when <see cref="Memory"/> <c>(B, S, E)</c> is given. Port <c>weights</c> <c>(B, heads, T, S)</c> holds the attention
/// weights.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#attention">The vocabulary: attention</see>
/// </remarks>
/// <param name="heads">The number of heads: an integer or a dimension expression.</param>
public sealed partial class MultiHeadAttentionAttribute(object heads) : WeightedLayerAttribute
{
    /// <summary>The number of heads.</summary>
    public object Heads { get; } = heads;

    /// <summary>
    /// The number of features per head; <c>D / heads</c> when not given, in which case <c>heads</c> must divide <c>D</c>.
    /// </summary>
    public object? HeadDim { get; set; }

    /// <summary>
    /// The number of key and value heads, which must divide <see cref="Heads"/>; <see cref="Heads"/> when not given. Fewer of them give
    /// grouped-query attention (Ainslie et al. 2023), one gives multi-query attention.
    /// </summary>
    public object? KeyValueHeads { get; set; }

    /// <summary>Whether position t attends only to positions up to and including t.</summary>
    public bool Causal { get; set; }

    /// <summary>
    /// The sliding window: how many positions up to and including t position t attends to, as in Mistral; unlimited when not given.
    /// Requires <see cref="Causal"/>.
    /// </summary>
    public object? Window { get; set; }

    /// <summary>
    /// Whether rotary positional encoding is applied to queries and keys (RoFormer, Su et al. 2021, arXiv:2104.09864): true, false, or the
    /// name of a setting of type <c>RotaryOptions</c>, which replaces all other rotary arguments. For self-attention only.
    /// </summary>
    public object Rotary { get; set; } = false;

    /// <summary>
    /// The base of the rotary angles: at position t, pair i of d rotated features is rotated by <c>t / RotaryBase^(2i/d)</c>; 10000 by
    /// default.
    /// </summary>
    public double RotaryBase { get; set; } = 10000;

    /// <summary>The number of leading features of each head that are rotated, an even number; all of them when not given.</summary>
    public object? RotaryDim { get; set; }

    /// <summary>Which features of a head are rotated as a pair; <see cref="RotaryStyle.Halves"/> by default.</summary>
    public RotaryStyle RotaryStyle { get; set; }

    /// <summary>
    /// How the rotary angles are scaled for sequences longer than those seen in training; requires <see cref="RotaryFactor"/>;
    /// <see cref="RotaryScaling.None"/> by default.
    /// </summary>
    public RotaryScaling RotaryScaling { get; set; }

    /// <summary>The ratio of the extended sequence length to the sequence length in training, at least 1.</summary>
    public double RotaryFactor { get; set; }

    /// <summary>
    /// The sequence length in training, for YaRN and Llama 3 scaling (Hugging Face's <c>original_max_position_embeddings</c>).
    /// </summary>
    public long RotaryContext { get; set; }

    /// <summary>
    /// Llama 3 scaling: the number of rotations within <see cref="RotaryContext"/> below which a pair is slowed by the whole factor
    /// (<c>low_freq_factor</c>); 1 by default.
    /// </summary>
    public double RotaryLowFrequency { get; set; } = 1;

    /// <summary>
    /// Llama 3 scaling: the number of rotations within <see cref="RotaryContext"/> above which a pair is not scaled
    /// (<c>high_freq_factor</c>); 4 by default.
    /// </summary>
    public double RotaryHighFrequency { get; set; } = 4;

    /// <summary>
    /// YaRN scaling: the number of rotations within <see cref="RotaryContext"/> above which a pair is not scaled (<c>beta_fast</c>); 32 by
    /// default.
    /// </summary>
    public double RotaryBetaFast { get; set; } = 32;

    /// <summary>
    /// YaRN scaling: the number of rotations within <see cref="RotaryContext"/> below which a pair is slowed by the whole factor
    /// (<c>beta_slow</c>); 1 by default.
    /// </summary>
    public double RotaryBetaSlow { get; set; } = 1;

    /// <summary>
    /// YaRN scaling: the factor by which cosines and sines are multiplied (<c>attention_factor</c>); <c>0.1 ln(RotaryFactor) + 1</c> when
    /// not given. For a model with <c>mscale</c> and <c>mscale_all_dim</c> it is <c>(0.1 mscale ln(factor) + 1) / (0.1 mscale_all_dim
    /// ln(factor) + 1)</c>.
    /// </summary>
    public double RotaryAttentionFactor { get; set; }

    /// <summary>
    /// Whether <c>m |i - j|</c> is subtracted from the attention score of positions i and j, with a fixed slope m per head (ALiBi, Press et
    /// al. 2021, arXiv:2108.12409). For self-attention only.
    /// </summary>
    public bool Alibi { get; set; }

    /// <summary>
    /// Whether an RMS norm with a learned scale is applied to the queries and keys of each head before the rotary positional encoding, as
    /// in Qwen3.
    /// </summary>
    public bool QueryKeyNorm { get; set; }

    /// <summary>
    /// Added to the mean square of <see cref="QueryKeyNorm"/> before the square root; 1e-6 by default; or the name of a setting.
    /// </summary>
    public object QueryKeyNormEps { get; set; } = 1e-6;

    /// <summary>The factor applied to the attention scores; <c>1 / √HeadDim</c> when not given.</summary>
    public double Scale { get; set; }

    /// <summary>
    /// Whether the query, key and value projections have biases, and the output projection as well unless <see cref="OutputBias"/> is
    /// given; true by default.
    /// </summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether the output projection has a bias; the value of <see cref="Bias"/>, true by default, when not given (Qwen2 uses
    /// <c>OutputBias = false</c>).
    /// </summary>
    public bool OutputBias { get; set; } = true;

    /// <summary>The probability of zeroing an attention weight during training; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>The stage or input <c>(B, S, E)</c> that provides keys and values, for cross-attention.</summary>
    public string? Memory { get; set; }

    /// <summary>
    /// The stage or input that masks the attention scores: <c>(T, S)</c>, <c>(B, T, S)</c> or <c>(B, heads, T, S)</c>, where an axis may
    /// have size 1. Booleans are true for positions to attend to, as in <c>scaled_dot_product_attention</c>; floats are added to the
    /// scores.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>
    /// The stage or input <c>(B, S)</c> of booleans that are true for keys to ignore, as in <c>torch.nn.MultiheadAttention</c>.
    /// </summary>
    public string? KeyPaddingMask { get; set; }

    /// <summary>The port from which the next layer continues: <c>"weights"</c>; the result when not given.</summary>
    public string? Port { get; set; }
}

/// <summary>
/// Scaled dot-product attention <c>softmax(Q Kᵀ / √d) V</c> of three stages: <c>(..., T, d)</c>, <c>(..., S, d)</c> and <c>(..., S, v)</c>
/// to <c>(..., T, v)</c>, as <c>torch.nn.functional.scaled_dot_product_attention</c>. Port <c>weights</c> <c>(..., T, S)</c> holds the
/// attention weights.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#attention">The vocabulary: attention</see>
/// </remarks>
public sealed class ScaledDotProductAttentionAttribute() : LayerAttribute
{
    /// <summary>Whether position t attends only to positions up to and including t.</summary>
    public bool Causal { get; set; }

    /// <summary>
    /// The sliding window: how many positions up to and including t position t attends to; unlimited when not given. Requires
    /// <see cref="Causal"/>.
    /// </summary>
    public object? Window { get; set; }

    /// <summary>The factor applied to the attention scores; <c>1 / √d</c> when not given.</summary>
    public double Scale { get; set; }

    /// <summary>The probability of zeroing an attention weight during training; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>
    /// The stage or input that masks the attention scores, broadcast to <c>(..., T, S)</c>. Booleans are true for positions to attend to;
    /// floats are added to the scores.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>The port from which the next layer continues: <c>"weights"</c>; the result when not given.</summary>
    public string? Port { get; set; }
}

/// <summary>Which features of a head rotary positional encoding rotates as a pair.</summary>
public enum RotaryStyle
{
    /// <summary>
    /// Features i and <c>i + d/2</c> (<c>rotate_half</c>), as in Llama in Hugging Face's format, Mistral, Qwen and GPT-NeoX.
    /// </summary>
    Halves,

    /// <summary>Features 2i and <c>2i + 1</c>, as in RoFormer, GPT-J and Llama in Meta's format.</summary>
    Interleaved,
}

/// <summary>How rotary angles are scaled for sequences longer than those seen in training, as Hugging Face's <c>rope_type</c>.</summary>
public enum RotaryScaling
{
    /// <summary>No scaling.</summary>
    None,

    /// <summary>Divides all angles by the factor (Chen et al. 2023, arXiv:2306.15595).</summary>
    Linear,

    /// <summary>
    /// Multiplies the base by <c>factor^(d/(d-2))</c> (NTK-aware scaling with a fixed factor), which slows the slowest pair by the factor
    /// and leaves the fastest unchanged.
    /// </summary>
    Ntk,

    /// <summary>
    /// Slows slow pairs by the factor, leaves fast pairs unchanged, interpolates between them, and increases the attention scores slightly
    /// (YaRN, Peng et al. 2023, arXiv:2309.00071).
    /// </summary>
    Yarn,

    /// <summary>As YaRN with other bounds and unchanged attention scores (Llama 3.1, arXiv:2407.21783).</summary>
    Llama3,
}
