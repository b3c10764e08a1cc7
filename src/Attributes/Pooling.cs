namespace ModelGen;

/// <summary>
/// Max pooling over windows: <c>(B, C, spatial...)</c> to the same with smaller spatial axes, as <c>torch.nn.MaxPool1d</c>,
/// <c>MaxPool2d</c> and <c>MaxPool3d</c>, chosen by the number of axes.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="kernel">
/// The size of the window: an integer or a dimension expression for all spatial axes, or an array with one entry per spatial axis.
/// </param>
public sealed partial class MaxPoolAttribute(object kernel) : LayerAttribute
{
    /// <summary>The size of the window.</summary>
    public object Kernel { get; } = kernel;

    /// <summary>The stride of the window; the size of the window when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>The padding at both ends of each spatial axis, at most half the window; 0 when not given.</summary>
    public object? Padding { get; set; }

    /// <summary>The distance between the elements of a window; 1 when not given.</summary>
    public object? Dilation { get; set; }

    /// <summary>Whether the output size is rounded up, so that the last window may extend beyond the end.</summary>
    public bool CeilMode { get; set; }
}

/// <summary>
/// Average pooling over windows: <c>(B, C, spatial...)</c> to the same with smaller spatial axes, as <c>torch.nn.AvgPool1d</c>,
/// <c>AvgPool2d</c> and <c>AvgPool3d</c>, chosen by the number of axes.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="kernel">
/// The size of the window: an integer or a dimension expression for all spatial axes, or an array with one entry per spatial axis.
/// </param>
public sealed partial class AvgPoolAttribute(object kernel) : LayerAttribute
{
    /// <summary>The size of the window.</summary>
    public object Kernel { get; } = kernel;

    /// <summary>The stride of the window; the size of the window when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>The padding at both ends of each spatial axis, at most half the window; 0 when not given.</summary>
    public object? Padding { get; set; }

    /// <summary>Whether the output size is rounded up, so that the last window may extend beyond the end.</summary>
    public bool CeilMode { get; set; }

    /// <summary>Whether the mean includes the zeros that <see cref="Padding"/> adds; true by default.</summary>
    public bool CountIncludePad { get; set; } = true;
}

/// <summary>
/// Average pooling to a given output size: <c>(B, C, spatial...)</c> to <c>(B, C, size...)</c>, as <c>torch.nn.AdaptiveAvgPool2d</c> and
/// its siblings.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="size">
/// The size of the output: an integer or a dimension expression for all spatial axes, or an array with one entry per spatial axis.
/// </param>
public sealed partial class AdaptiveAvgPoolAttribute(object size) : LayerAttribute
{
    /// <summary>The size of the output.</summary>
    public object Size { get; } = size;
}

/// <summary>
/// Global average pooling, the mean of each channel over its spatial axes: <c>(B, C, spatial...)</c> to <c>(B, C)</c> (Lin et al. 2013).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
public sealed class GlobalAvgPoolAttribute() : LayerAttribute
{
    /// <summary>Whether the spatial axes are kept with size 1.</summary>
    public bool KeepDim { get; set; }
}

/// <summary>
/// Upsamples the spatial axes by a factor or to a size: <c>(B, C, spatial...)</c> to the same with larger spatial axes, as
/// <c>torch.nn.Upsample</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="scaleFactor">
/// The factor: an integer or a dimension expression for all spatial axes, or an array with one entry per spatial axis.
/// </param>
public sealed class UpsampleAttribute(object? scaleFactor = null) : LayerAttribute
{
    /// <summary>The factor by which each spatial axis grows.</summary>
    public object? ScaleFactor { get; } = scaleFactor;

    /// <summary>
    /// The size of the output: an integer or a dimension expression for all spatial axes, or an array with one entry per spatial axis.
    /// </summary>
    public object? Size { get; set; }

    /// <summary>The interpolation; <see cref="Interpolation.Nearest"/> by default.</summary>
    public Interpolation Mode { get; set; }

    /// <summary>
    /// Whether the corner elements of input and output are aligned, which preserves their values; not for
    /// <see cref="Interpolation.Nearest"/>.
    /// </summary>
    public bool AlignCorners { get; set; }
}

/// <summary>How upsampling computes elements between those of the input.</summary>
public enum Interpolation
{
    /// <summary>The nearest element.</summary>
    Nearest,

    /// <summary>Linear along each spatial axis: PyTorch's <c>linear</c>, <c>bilinear</c> or <c>trilinear</c>.</summary>
    Linear,

    /// <summary>Cubic along height and width.</summary>
    Bicubic,
}

/// <summary>
/// Rearranges channels into spatial axes: <c>(..., C*r*r, H, W)</c> to <c>(..., C, r*H, r*W)</c>, as <c>torch.nn.PixelShuffle</c> (Shi et
/// al. 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="upscaleFactor">The factor r by which height and width grow.</param>
public sealed class PixelShuffleAttribute(int upscaleFactor) : LayerAttribute
{
    /// <summary>The factor r by which height and width grow.</summary>
    public int UpscaleFactor { get; } = upscaleFactor;
}

/// <summary>
/// Maximum over windows chosen so that the spatial axes get a given size: <c>(B, C, spatial...)</c> to <c>(B, C, size...)</c>, as
/// <c>torch.nn.AdaptiveMaxPool1d</c>, <c>AdaptiveMaxPool2d</c> and <c>AdaptiveMaxPool3d</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="size">The size of the spatial axes of the result: one for all, or an array with one per axis.</param>
public sealed class AdaptiveMaxPoolAttribute(object size) : LayerAttribute
{
    /// <summary>The size of the spatial axes of the result: one for all, or an array with one per axis.</summary>
    public object Size { get; } = size;
}
