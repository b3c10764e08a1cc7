namespace ModelGen;

/// <summary>
/// Convolution: <c>(B, C, L)</c>, <c>(B, C, H, W)</c> or <c>(B, C, D, H, W)</c> to the same number of axes with <c>channels</c> channels,
/// as <c>torch.nn.Conv1d</c>, <c>Conv2d</c> and <c>Conv3d</c>, chosen by the number of axes. A spatial axis of size n becomes
/// <c>(n + 2*Padding - Dilation*(Kernel - 1) - 1)/Stride + 1</c>.
/// </summary>
/// <remarks>
/// <para><see cref="Kernel"/>, <see cref="Stride"/>, <see cref="Padding"/> and <see cref="Dilation"/> are an integer or a dimension
/// expression for all spatial axes, or an array with one entry per spatial axis: <c>new[] { 3, 5 }</c>.</para>
/// <para><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#convolution">The vocabulary: convolution</see></para>
/// </remarks>
/// <param name="channels">The number of output channels: an integer or a dimension expression.</param>
public sealed partial class ConvAttribute(object channels) : WeightedLayerAttribute
{
    /// <summary>The number of output channels.</summary>
    public object Channels { get; } = channels;

    /// <summary>The size of the kernel. Required.</summary>
    public object? Kernel { get; set; }

    /// <summary>The stride of the kernel; 1 when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>
    /// The padding added to both ends of each spatial axis; 0 when not given. <c>"same"</c> preserves the size, <c>"valid"</c> adds no
    /// padding.
    /// </summary>
    public object? Padding { get; set; }

    /// <summary>The values of the padding; <see cref="PaddingMode.Zeros"/> by default.</summary>
    public PaddingMode PaddingMode { get; set; }

    /// <summary>The distance between kernel elements; 1 when not given.</summary>
    public object? Dilation { get; set; }

    /// <summary>
    /// The number of groups into which input and output channels are split: an integer or a dimension expression; 1 when not given. One
    /// group per channel gives a depthwise convolution.
    /// </summary>
    public object? Groups { get; set; }

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// Transposed convolution: <c>(B, C, spatial...)</c> to the same number of axes with <c>channels</c> channels, as
/// <c>torch.nn.ConvTranspose1d</c>, <c>ConvTranspose2d</c> and <c>ConvTranspose3d</c>. A spatial axis of size n becomes <c>(n - 1)*Stride -
/// 2*Padding + Dilation*(Kernel - 1) + OutputPadding + 1</c>.
/// </summary>
/// <remarks>
/// <para><see cref="Kernel"/>, <see cref="Stride"/>, <see cref="Padding"/> and <see cref="Dilation"/> are an integer or a dimension
/// expression for all spatial axes, or an array with one entry per spatial axis: <c>new[] { 3, 5 }</c>.</para>
/// <para><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#convolution">The vocabulary: convolution</see></para>
/// </remarks>
/// <param name="channels">The number of output channels: an integer or a dimension expression.</param>
public sealed partial class ConvTransposeAttribute(object channels) : WeightedLayerAttribute
{
    /// <summary>The number of output channels.</summary>
    public object Channels { get; } = channels;

    /// <summary>The size of the kernel. Required.</summary>
    public object? Kernel { get; set; }

    /// <summary>The stride of the convolution that this layer transposes, the factor of upsampling; 1 when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>The amount removed from both ends of each spatial axis of the result; 0 when not given.</summary>
    public object? Padding { get; set; }

    /// <summary>
    /// The size added at one end of each spatial axis of the result, less than the stride or the dilation; 0 when not given.
    /// </summary>
    public object? OutputPadding { get; set; }

    /// <summary>The distance between kernel elements; 1 when not given.</summary>
    public object? Dilation { get; set; }

    /// <summary>
    /// The number of groups into which input and output channels are split: an integer or a dimension expression; 1 when not given.
    /// </summary>
    public object? Groups { get; set; }

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>The values of a padding.</summary>
public enum PaddingMode
{
    /// <summary>Zeros, or the constant <see cref="PadAttribute.Value"/>.</summary>
    Zeros,

    /// <summary>Reflects the feature map at its edge, without repeating the edge element.</summary>
    Reflect,

    /// <summary>Repeats the edge element.</summary>
    Replicate,

    /// <summary>Wraps around to the opposite edge.</summary>
    Circular,
}

/// <summary>
/// Pads the spatial axes: <c>(B, C, spatial...)</c> to the same with larger spatial axes, as <c>torch.nn.ZeroPad2d</c>,
/// <c>ReflectionPad2d</c> and their siblings.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#convolution">The vocabulary: convolution</see>
/// </remarks>
/// <param name="padding">
/// The padding at both ends: an integer or a dimension expression for all spatial axes, or an array with one entry per spatial axis; 0 when
/// not given.
/// </param>
#pragma warning disable RS0027 // The hidden constructor, which has more parameters, never takes a list that this one does.
public sealed partial class PadAttribute(object? padding = null) : LayerAttribute
#pragma warning restore RS0027
{
    /// <summary>The padding at both ends of each spatial axis.</summary>
    public object? Padding { get; } = padding;

    /// <summary>The padding at the start, overriding <see cref="Padding"/>; a causal convolution has all of its padding here.</summary>
    public object? Before { get; set; }

    /// <summary>The padding at the end, overriding <see cref="Padding"/>.</summary>
    public object? After { get; set; }

    /// <summary>The values of the padding; <see cref="PaddingMode.Zeros"/> by default.</summary>
    public PaddingMode Mode { get; set; }

    /// <summary>The constant to pad with when the mode is <see cref="PaddingMode.Zeros"/>.</summary>
    public double Value { get; set; }
}
