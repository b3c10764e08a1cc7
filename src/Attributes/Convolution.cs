namespace ModelGen;

/// <summary>
/// A convolution over a map: <c>(B, C, L)</c>, <c>(B, C, H, W)</c> or <c>(B, C, D, H, W)</c> to the same with <c>channels</c> channels, as
/// <c>torch.nn.Conv1d</c>, <c>Conv2d</c> and <c>Conv3d</c>: the number of axes decides. Along an axis of size n it gives
/// <c>(n + 2*Padding - Dilation*(Kernel - 1) - 1)/Stride + 1</c>.
/// </summary>
/// <remarks>
/// <para><see cref="Kernel"/> and the like are an integer or a dimension expression for all axes of the map, or an array with one for each:
/// <c>new[] { 3, 5 }</c>.</para>
/// <para><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#convolution">The vocabulary: convolution</see></para>
/// </remarks>
/// <param name="channels">The number of channels of the result: an integer or a dimension expression.</param>
public sealed partial class ConvAttribute(object channels) : WeightedLayerAttribute
{
    /// <summary>The number of channels of the result.</summary>
    public object Channels { get; } = channels;

    /// <summary>The size of the kernel; it must be given.</summary>
    public object? Kernel { get; set; }

    /// <summary>How far the kernel moves at each step; 1 when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>How much is added at both ends; 0 when not given. <c>"same"</c> keeps the size, <c>"valid"</c> adds nothing.</summary>
    public object? Padding { get; set; }

    /// <summary>What is added; <see cref="PaddingMode.Zeros"/> by default.</summary>
    public PaddingMode PaddingMode { get; set; }

    /// <summary>The distance of neighbouring kernel elements; 1 when not given.</summary>
    public object? Dilation { get; set; }

    /// <summary>
    /// Into how many groups the channels are split, each with kernels of its own: an integer or a dimension expression; 1 when not given.
    /// As many as channels gives a depthwise convolution.
    /// </summary>
    public object? Groups { get; set; }

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// A transposed convolution over a map: <c>(B, C, places...)</c> to the same with <c>channels</c> channels, as
/// <c>torch.nn.ConvTranspose1d</c>, <c>ConvTranspose2d</c> and <c>ConvTranspose3d</c>. Along an axis of size n it gives
/// <c>(n - 1)*Stride - 2*Padding + Dilation*(Kernel - 1) + OutputPadding + 1</c>.
/// </summary>
/// <remarks>
/// <para><see cref="Kernel"/> and the like are an integer or a dimension expression for all axes of the map, or an array with one for each:
/// <c>new[] { 3, 5 }</c>.</para>
/// <para><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#convolution">The vocabulary: convolution</see></para>
/// </remarks>
/// <param name="channels">The number of channels of the result: an integer or a dimension expression.</param>
public sealed partial class ConvTransposeAttribute(object channels) : WeightedLayerAttribute
{
    /// <summary>The number of channels of the result.</summary>
    public object Channels { get; } = channels;

    /// <summary>The size of the kernel; it must be given.</summary>
    public object? Kernel { get; set; }

    /// <summary>The distance at which the elements of the input are laid out; 1 when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>How much is taken away at both ends of the result; 0 when not given.</summary>
    public object? Padding { get; set; }

    /// <summary>How much is added at the end of the result, less than the stride or the dilation; 0 when not given.</summary>
    public object? OutputPadding { get; set; }

    /// <summary>The distance of neighbouring kernel elements; 1 when not given.</summary>
    public object? Dilation { get; set; }

    /// <summary>
    /// Into how many groups the channels are split, each with kernels of its own: an integer or a dimension expression; 1 when not given.
    /// </summary>
    public object? Groups { get; set; }

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>What is added around a map.</summary>
public enum PaddingMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The map mirrored at its outermost element, which is not repeated.</summary>
    Reflect,

    /// <summary>The outermost element.</summary>
    Replicate,

    /// <summary>The other end of the map.</summary>
    Circular,
}

/// <summary>
/// Adds a border around a map: <c>(B, C, places...)</c> to the same with longer places, as <c>torch.nn.ZeroPad2d</c>,
/// <c>ReflectionPad2d</c> and their siblings.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#convolution">The vocabulary: convolution</see>
/// </remarks>
/// <param name="padding">How much is added at both ends: an integer or a dimension expression for all axes of the map, or an array with one
/// for each; 0 when not given.</param>
#pragma warning disable RS0027 // The hidden constructor, which has more parameters, never takes a list that this one does.
public sealed partial class PadAttribute(object? padding = null) : LayerAttribute
#pragma warning restore RS0027
{
    /// <summary>How much is added at both ends.</summary>
    public object? Padding { get; } = padding;

    /// <summary>How much is added at the start instead: for a causal convolution all of it.</summary>
    public object? Before { get; set; }

    /// <summary>How much is added at the end instead.</summary>
    public object? After { get; set; }

    /// <summary>What is added; <see cref="PaddingMode.Zeros"/> by default.</summary>
    public PaddingMode Mode { get; set; }

    /// <summary>The number to add instead of zeros.</summary>
    public double Value { get; set; }
}
