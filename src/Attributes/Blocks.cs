using System.ComponentModel;

namespace ModelGen;

/// <summary>
/// Two linear layers with an activation between: <c>(..., D)</c> to <c>(..., hidden)</c> to <c>(..., D)</c>
/// ("Attention is all you need", section 3.3).
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="hidden">The number of hidden features: an integer or a dimension expression.</param>
public sealed partial class FeedForwardAttribute(object hidden) : WeightedLayerAttribute
{
    /// <summary>The number of hidden features.</summary>
    public object Hidden { get; } = hidden;

    /// <summary>The activation between the two linear layers; <see cref="Activation.Relu"/> by default; or the name of a setting.</summary>
    public object Activation { get; set; } = ModelGen.Activation.Relu;

    /// <summary>The probability of a hidden element being zeroed in training, after the activation; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>Whether the two linear layers learn biases; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// <c>down(activation(gate(x)) * up(x))</c> with three linear layers: <c>(..., D)</c> to <c>(..., hidden)</c> to <c>(..., D)</c> (Shazeer
/// 2020). SwiGLU as in Llama by default, GEGLU with <see cref="Activation.Gelu"/>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="hidden">The number of hidden features: an integer or a dimension expression.</param>
public sealed partial class GatedFeedForwardAttribute(object hidden) : WeightedLayerAttribute
{
    /// <summary>The number of hidden features.</summary>
    public object Hidden { get; } = hidden;

    /// <summary>The activation of the gate; <see cref="Activation.Silu"/> by default; or the name of a setting.</summary>
    public object Activation { get; set; } = ModelGen.Activation.Silu;

    /// <summary>The probability of a hidden element being zeroed in training, after the product; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>Whether the three linear layers learn biases; they do not by default, as in Llama.</summary>
    public bool Bias { get; set; }
}

/// <summary>What encoder and decoder layers of a transformer share.</summary>
/// <param name="heads">The number of heads: an integer or a dimension expression that divides D.</param>
/// <param name="hidden">The number of hidden features of the feed-forward part: an integer or a dimension expression.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TransformerLayerAttribute(object heads, object hidden) : WeightedLayerAttribute
{
    /// <summary>The number of heads.</summary>
    public object Heads { get; } = heads;

    /// <summary>The number of hidden features of the feed-forward part.</summary>
    public object Hidden { get; } = hidden;

    /// <summary>
    /// The probability of zeroing in training: attention weights, hidden features, and each sublayer's result; 0.1 by default; or the name
    /// of a setting.
    /// </summary>
    public object Dropout { get; set; } = 0.1;

    /// <summary>The activation between the two linear layers; <see cref="Activation.Relu"/> by default; or the name of a setting.</summary>
    public object Activation { get; set; } = ModelGen.Activation.Relu;

    /// <summary>Whether norms stand before the sublayers (pre-LN) and not after the residuals (post-LN).</summary>
    public bool NormFirst { get; set; }

    /// <summary>Added to the norms' variances before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>Whether linear layers and norms learn biases; true by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Whether position t of the input sees only positions up to t.</summary>
    public bool Causal { get; set; }

    /// <summary>
    /// The stage or input that masks the scores of the input over itself: <c>(T, T)</c>, <c>(B, T, T)</c> or <c>(B, heads, T, T)</c>, where
    /// an axis may be 1. Booleans mean "may be attended to", as in <c>scaled_dot_product_attention</c>; floats are added to the scores.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>
    /// The stage or input <c>(B, T)</c> of booleans, <c>true</c> for keys to ignore, as in <c>torch.nn.TransformerEncoderLayer</c>.
    /// </summary>
    public string? KeyPaddingMask { get; set; }
}

/// <summary>
/// Self-attention and two linear layers, each with dropout, residual and norm: <c>(B, T, D)</c> to <c>(B, T, D)</c>, as
/// <c>torch.nn.TransformerEncoderLayer</c> with <c>batch_first</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="heads">The number of heads: an integer or a dimension expression that divides D.</param>
/// <param name="hidden">The number of hidden features of the feed-forward part (<c>dim_feedforward</c>): an integer or a dimension
/// expression.</param>
public sealed partial class TransformerEncoderLayerAttribute(object heads, object hidden) : TransformerLayerAttribute(heads, hidden)
{
}

/// <summary>
/// Self-attention, attention over <see cref="Memory"/> and two linear layers, each with dropout, residual and norm: <c>(B, T, D)</c> and
/// <c>(B, S, D)</c> to <c>(B, T, D)</c>, as <c>torch.nn.TransformerDecoderLayer</c> with <c>batch_first</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="heads">The number of heads: an integer or a dimension expression that divides D.</param>
/// <param name="hidden">The number of hidden features of the feed-forward part (<c>dim_feedforward</c>): an integer or a dimension
/// expression.</param>
public sealed partial class TransformerDecoderLayerAttribute(object heads, object hidden) : TransformerLayerAttribute(heads, hidden)
{
    /// <summary>The stage or input <c>(B, S, D)</c> that the second attention reads: an encoder's result. It must be given.</summary>
    public string? Memory { get; set; }

    /// <summary>As <see cref="TransformerLayerAttribute.Mask"/>, for the scores over the memory, with S keys.</summary>
    public string? MemoryMask { get; set; }

    /// <summary>As <see cref="TransformerLayerAttribute.KeyPaddingMask"/>, <c>(B, S)</c>.</summary>
    public string? MemoryKeyPaddingMask { get; set; }
}

/// <summary>The activation inside a block.</summary>
public enum Activation
{
    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>x Φ(x)</c>.</summary>
    Gelu,

    /// <summary>GELU by its tanh approximation, as in GPT-2.</summary>
    GeluTanh,

    /// <summary><c>x σ(x)</c>.</summary>
    Silu,
}

/// <summary>
/// Another model as a layer: its first input's shape to its first output's shape. Its shapes are unified with what it is given, which binds
/// its parameters. With a count it is repeated, each copy with weights of its own. Each of several outputs is a port by its name.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <typeparam name="T">A class with <see cref="ModelAttribute"/>.</typeparam>
public sealed class BlockAttribute<T>() : LayerAttribute
{
    /// <summary>
    /// Another model as a layer: its first input's shape to its first output's shape. Its shapes are unified with what it is given, which
    /// binds its parameters. With a count it is repeated, each copy with weights of its own. Each of several outputs is a port by its name.
    /// </summary>
    /// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
    /// <param name="count">How many: an integer or a dimension expression. The block must keep its input's shape.</param>
    public BlockAttribute(object count) : this() => Count = count;

    /// <summary>How many copies.</summary>
    public object? Count { get; }

    /// <summary>The stages or inputs that give the block's second and further inputs, in order.</summary>
    public string[]? Inputs { get; set; }

    /// <summary>
    /// Values for parameters that unification does not bind: <c>"heads = 12, hidden = 4*D"</c>. The left side is the block's
    /// parameter, the right side an expression of this model. Parameters bound nowhere become parameters of this model.
    /// A repeated block may give each copy a value of its own, <c>"width = [64, 128, 256]"</c>; it then need not keep its input's shape.
    /// </summary>
    public string? With { get; set; }

    /// <summary>
    /// A block of the same model whose weights this one uses: its stage, or <c>stage.layer</c>. Both must be built alike.
    /// </summary>
    public string? Shared { get; set; }

    /// <summary>The output of the block that the next layer continues from; the first output when not given.</summary>
    public string? Port { get; set; }
}
