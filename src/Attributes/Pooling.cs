namespace ModelGen;

/// <summary>
/// The largest element under a window: <c>(B, C, places...)</c> to the same with shorter places, as <c>torch.nn.MaxPool1d</c>,
/// <c>MaxPool2d</c> and <c>MaxPool3d</c>: the number of axes decides.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="kernel">The size of the window: an integer or a dimension expression for all axes of the map, or an array with one for
/// each.</param>
public sealed partial class MaxPoolAttribute(object kernel) : LayerAttribute
{
    /// <summary>The size of the window.</summary>
    public object Kernel { get; } = kernel;

    /// <summary>How far the window moves at each step; its own size when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>How much is added at both ends, at most half the window; 0 when not given.</summary>
    public object? Padding { get; set; }

    /// <summary>The distance of neighbouring elements under the window; 1 when not given.</summary>
    public object? Dilation { get; set; }

    /// <summary>Whether a last window may reach beyond the end.</summary>
    public bool CeilMode { get; set; }
}

/// <summary>
/// The mean under a window: <c>(B, C, places...)</c> to the same with shorter places, as <c>torch.nn.AvgPool1d</c>, <c>AvgPool2d</c> and
/// <c>AvgPool3d</c>: the number of axes decides.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="kernel">The size of the window: an integer or a dimension expression for all axes of the map, or an array with one for
/// each.</param>
public sealed partial class AvgPoolAttribute(object kernel) : LayerAttribute
{
    /// <summary>The size of the window.</summary>
    public object Kernel { get; } = kernel;

    /// <summary>How far the window moves at each step; its own size when not given.</summary>
    public object? Stride { get; set; }

    /// <summary>How much is added at both ends, at most half the window; 0 when not given.</summary>
    public object? Padding { get; set; }

    /// <summary>Whether a last window may reach beyond the end.</summary>
    public bool CeilMode { get; set; }

    /// <summary>Whether the zeros that <see cref="Padding"/> adds count in the mean; true by default.</summary>
    public bool CountIncludePad { get; set; } = true;
}

/// <summary>
/// Means of as many windows as the result is to have: <c>(B, C, places...)</c> to <c>(B, C, size...)</c>, as
/// <c>torch.nn.AdaptiveAvgPool2d</c> and its siblings.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="size">The size of the result: an integer or a dimension expression for all axes of the map, or an array with one for
/// each.</param>
public sealed partial class AdaptiveAvgPoolAttribute(object size) : LayerAttribute
{
    /// <summary>The size of the result.</summary>
    public object Size { get; } = size;
}

/// <summary>The mean of each channel's whole map: <c>(B, C, places...)</c> to <c>(B, C)</c> (Lin et al. 2013).</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
public sealed class GlobalAvgPoolAttribute() : LayerAttribute
{
    /// <summary>Whether the axes of the map stay, with size 1.</summary>
    public bool KeepDim { get; set; }
}

/// <summary>
/// Enlarges a map: <c>(B, C, places...)</c> to the same with longer places, as <c>torch.nn.Upsample</c>. Either a factor or a size is
/// given.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="scaleFactor">By how much: an integer or a dimension expression for all axes of the map, or an array with one for
/// each.</param>
public sealed class UpsampleAttribute(object? scaleFactor = null) : LayerAttribute
{
    /// <summary>By how much.</summary>
    public object? ScaleFactor { get; } = scaleFactor;

    /// <summary>
    /// The size of the result: an integer or a dimension expression for all axes of the map, or an array with one for each.
    /// </summary>
    public object? Size { get; set; }

    /// <summary>How elements between the given ones are found; <see cref="Interpolation.Nearest"/> by default.</summary>
    public Interpolation Mode { get; set; }

    /// <summary>Whether the outermost elements keep their values; not for <see cref="Interpolation.Nearest"/>.</summary>
    public bool AlignCorners { get; set; }
}

/// <summary>How elements between given ones are found.</summary>
public enum Interpolation
{
    /// <summary>The nearest one.</summary>
    Nearest,

    /// <summary>Linear along each axis: PyTorch's <c>linear</c>, <c>bilinear</c> or <c>trilinear</c>.</summary>
    Linear,

    /// <summary>Cubic along height and width.</summary>
    Bicubic,
}

/// <summary>
/// Makes places of channels: <c>(..., C*r*r, H, W)</c> to <c>(..., C, r*H, r*W)</c>, as <c>torch.nn.PixelShuffle</c> (Shi et al. 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#pooling">The vocabulary: pooling</see>
/// </remarks>
/// <param name="upscaleFactor">r.</param>
public sealed class PixelShuffleAttribute(int upscaleFactor) : LayerAttribute
{
    /// <summary>r, by which the map grows.</summary>
    public int UpscaleFactor { get; } = upscaleFactor;
}
