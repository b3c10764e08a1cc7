using System.ComponentModel;

namespace ModelGen;

/// <summary>
/// Position-wise feed-forward network, two linear layers with an activation between them: <c>(..., D)</c> to <c>(..., hidden)</c> to
/// <c>(..., D)</c> ("Attention is all you need", section 3.3).
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="hidden">The number of hidden features: an integer or a dimension expression.</param>
public sealed partial class FeedForwardAttribute(object hidden) : WeightedLayerAttribute
{
    /// <summary>The number of hidden features.</summary>
    public object Hidden { get; } = hidden;

    /// <summary>The activation between the two linear layers; <see cref="Activation.Relu"/> by default; or the name of a setting.</summary>
    public object Activation { get; set; } = ModelGen.Activation.Relu;

    /// <summary>The probability of zeroing a hidden feature during training, after the activation; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>Whether the two linear layers have biases; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// Gated feed-forward network <c>down(activation(gate(x)) * up(x))</c> with three linear layers: <c>(..., D)</c> to <c>(..., hidden)</c> to
/// <c>(..., D)</c> (Shazeer 2020). It is SwiGLU by default, as in Llama, and GEGLU with <see cref="Activation.Gelu"/>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="hidden">The number of hidden features: an integer or a dimension expression.</param>
public sealed partial class GatedFeedForwardAttribute(object hidden) : WeightedLayerAttribute
{
    /// <summary>The number of hidden features.</summary>
    public object Hidden { get; } = hidden;

    /// <summary>The activation of the gate; <see cref="Activation.Silu"/> by default; or the name of a setting.</summary>
    public object Activation { get; set; } = ModelGen.Activation.Silu;

    /// <summary>The probability of zeroing a hidden feature during training, after the product; or the name of a setting.</summary>
    public object Dropout { get; set; } = 0.0;

    /// <summary>Whether the three linear layers have biases; false by default, as in Llama.</summary>
    public bool Bias { get; set; }
}

/// <summary>The arguments common to the encoder and decoder layers of a transformer.</summary>
/// <param name="heads">The number of heads: an integer or a dimension expression that divides D.</param>
/// <param name="hidden">The number of hidden features of the feed-forward network: an integer or a dimension expression.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TransformerLayerAttribute(object heads, object hidden) : WeightedLayerAttribute
{
    /// <summary>The number of heads.</summary>
    public object Heads { get; } = heads;

    /// <summary>The number of hidden features of the feed-forward network.</summary>
    public object Hidden { get; } = hidden;

    /// <summary>
    /// The probability of zeroing an attention weight, a hidden feature, or an element of a sublayer's result during training; 0.1 by
    /// default; or the name of a setting.
    /// </summary>
    public object Dropout { get; set; } = 0.1;

    /// <summary>The activation of the feed-forward network; <see cref="Activation.Relu"/> by default; or the name of a setting.</summary>
    public object Activation { get; set; } = ModelGen.Activation.Relu;

    /// <summary>Whether layer norms precede the sublayers (pre-LN) instead of following the residual connections (post-LN).</summary>
    public bool NormFirst { get; set; }

    /// <summary>Added to the variance of each layer norm before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>Whether linear layers and layer norms have biases; true by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Whether position t of the input attends only to positions up to and including t.</summary>
    public bool Causal { get; set; }

    /// <summary>
    /// The stage or input that masks the self-attention scores: <c>(T, T)</c>, <c>(B, T, T)</c> or <c>(B, heads, T, T)</c>, where an axis
    /// may have size 1. Booleans are true for positions to attend to, as in <c>scaled_dot_product_attention</c>; floats are added to the
    /// scores.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>
    /// The stage or input <c>(B, T)</c> of booleans that are true for keys to ignore, as in <c>torch.nn.TransformerEncoderLayer</c>.
    /// </summary>
    public string? KeyPaddingMask { get; set; }
}

/// <summary>
/// Transformer encoder layer, self-attention and a feed-forward network, each with dropout, residual connection and layer norm:
/// <c>(B, T, D)</c> to <c>(B, T, D)</c>, as <c>torch.nn.TransformerEncoderLayer</c> with <c>batch_first</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="heads">The number of heads: an integer or a dimension expression that divides D.</param>
/// <param name="hidden">
/// The number of hidden features of the feed-forward network, <c>dim_feedforward</c>: an integer or a dimension expression.
/// </param>
public sealed partial class TransformerEncoderLayerAttribute(object heads, object hidden) : TransformerLayerAttribute(heads, hidden)
{
}

/// <summary>
/// Transformer decoder layer, self-attention, cross-attention to <see cref="Memory"/> and a feed-forward network, each with dropout,
/// residual connection and layer norm: <c>(B, T, D)</c> and <c>(B, S, D)</c> to <c>(B, T, D)</c>, as
/// <c>torch.nn.TransformerDecoderLayer</c> with <c>batch_first</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <param name="heads">The number of heads: an integer or a dimension expression that divides D.</param>
/// <param name="hidden">
/// The number of hidden features of the feed-forward network, <c>dim_feedforward</c>: an integer or a dimension expression.
/// </param>
public sealed partial class TransformerDecoderLayerAttribute(object heads, object hidden) : TransformerLayerAttribute(heads, hidden)
{
    /// <summary>The stage or input <c>(B, S, D)</c> to cross-attend to, an encoder's output. Required.</summary>
    public string? Memory { get; set; }

    /// <summary>As <see cref="TransformerLayerAttribute.Mask"/>, for the cross-attention scores, with S keys.</summary>
    public string? MemoryMask { get; set; }

    /// <summary>As <see cref="TransformerLayerAttribute.KeyPaddingMask"/>, for the keys of the memory <c>(B, S)</c>.</summary>
    public string? MemoryKeyPaddingMask { get; set; }
}

/// <summary>The activation of a feed-forward network.</summary>
public enum Activation
{
    /// <summary>Rectified linear unit <c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary>Gaussian error linear unit <c>x Φ(x)</c>.</summary>
    Gelu,

    /// <summary>The tanh approximation of GELU, as in GPT-2.</summary>
    GeluTanh,

    /// <summary>Sigmoid linear unit <c>x σ(x)</c>.</summary>
    Silu,
}

/// <summary>
/// Another model as a layer: its first input's shape to its first output's shape. The input's shape is unified with the tensor's
/// shape, which binds the block's parameters. With a count the block is repeated, each copy with its own weights. If it has several
/// outputs, each is a port with its name.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
/// <typeparam name="T">A class with <see cref="ModelAttribute"/>.</typeparam>
public sealed class BlockAttribute<T>() : LayerAttribute
{
    /// <summary>
    /// Another model as a layer: its first input's shape to its first output's shape. The input's shape is unified with the
    /// tensor's shape, which binds the block's parameters. With a count the block is repeated, each copy with its own weights. If it has
    /// several outputs, each is a port with its name.
    /// </summary>
    /// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#blocks">The vocabulary: blocks</see></remarks>
    /// <param name="count">
    /// The number of copies: an integer or a dimension expression. The block must preserve the shape of its input.
    /// </param>
    public BlockAttribute(object count) : this() => Count = count;

    /// <summary>The number of copies.</summary>
    public object? Count { get; }

    /// <summary>The stages or inputs for the block's second and further inputs, in order.</summary>
    public string[]? Inputs { get; set; }

    /// <summary>
    /// Values for parameters that unification does not bind: <c>"heads = 12, hidden = 4*D"</c>. The left side is a parameter of the block,
    /// the right side an expression of this model. Parameters that are not bound at all become parameters of this model. A repeated block
    /// may give each copy its own value, <c>"width = [64, 128, 256]"</c>, and then need not preserve the shape of its input.
    /// </summary>
    public string? With { get; set; }

    /// <summary>
    /// A block of the same model whose weights this one shares: its stage, or <c>stage.layer</c>. Both must have the same structure.
    /// </summary>
    public string? Shared { get; set; }

    /// <summary>The output of the block from which the next layer continues; the first output when not given.</summary>
    public string? Port { get; set; }
}
