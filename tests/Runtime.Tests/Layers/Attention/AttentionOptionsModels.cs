namespace ModelGen.Runtime.Tests;

/// <summary>Rotary positions alone, with another base and an odd number of positions.</summary>
[Model, DrawnByHand]
[Input("B", "T", "D")]
[MultiHeadAttention("heads", Rotary = true, RotaryBase = 500)]
public partial class RotaryAttention;

/// <summary>Three positions are seen, of both key heads.</summary>
[Model]
public partial class WindowedAttention
{
    [Input("B", "T", 12)]
    private Stage x;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x))]
    [MultiHeadAttention(
        6, HeadDim = 5, KeyValueHeads = 2, Causal = true, Window = "window", Scale = 0.3, KeyPaddingMask = nameof(padding))]
    [Output]
    private Stage attended;

    [From(nameof(attended) + ".weights"), Output("B", 6, "T", "T")]
    private Stage weights;
}

/// <summary>The same by the kernel.</summary>
[Model]
[Input("B", "T", 12)]
[MultiHeadAttention(6, HeadDim = 5, KeyValueHeads = 2, Causal = true, Window = "window", Scale = 0.3)]
public partial class WindowedAttentionOnly;

/// <summary>RMS norms with and without their options.</summary>
[Model]
public partial class RmsNorms
{
    [Input("...", "D")]
    private Stage x;

    [RmsNorm, Output]
    private Stage plain;

    [From(nameof(x)), RmsNorm(Eps = 0.1, Affine = false), Output]
    private Stage bare;
}

/// <summary>The gated feed-forward part with its options.</summary>
[Model]
[Input("...", "D")]
[GatedFeedForward("hidden", Activation = Activation.Gelu, Bias = true)]
public partial class GatedGelu;

/// <summary>
/// As in Qwen3: norms of queries and keys, heads wider than the model's share, no output bias; positions after the Llama 3 scheme.
/// </summary>
[Model]
[Input("B", "T", 12)]
[MultiHeadAttention(4, HeadDim = 6, KeyValueHeads = 2, Causal = true, OutputBias = false, QueryKeyNorm = true, QueryKeyNormEps = 1e-5,
    Rotary = true, RotaryBase = 500, RotaryScaling = RotaryScaling.Llama3, RotaryFactor = 8, RotaryContext = 64, RotaryHighFrequency = 3)]
public partial class NormalizedAttention;

/// <summary>As in GPT-J: a part of each head turns, in pairs next to each other; a bias of the result only; positions after YaRN.</summary>
[Model]
[Input("B", "T", 12)]
[MultiHeadAttention(2, Bias = false, OutputBias = true, Causal = true, Window = 3,
    Rotary = true,
    RotaryDim = 4, RotaryStyle = RotaryStyle.Interleaved, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 4, RotaryContext = 8,
    RotaryBetaFast = 1.2, RotaryBetaSlow = 0.001, RotaryAttentionFactor = 1.25)]
public partial class PartlyTurnedAttention;

/// <summary>Linear biases, of six heads.</summary>
[Model]
[Input("B", "T", 12)]
[MultiHeadAttention(6, Alibi = true, Causal = true)]
public partial class AlibiAttention;
