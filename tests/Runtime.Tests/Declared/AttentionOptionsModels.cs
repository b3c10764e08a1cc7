namespace ModelGen.Runtime.Tests.Declared;

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

    [From(nameof(x)), MultiHeadAttention(6, HeadDim = 5, KeyValueHeads = 2, Causal = true, Window = "window", Scale = 0.3, KeyPaddingMask = nameof(padding)), Output]
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
