namespace ModelGen;

/// <summary>
/// Layer normalisation over the last axis: <c>(..., D)</c> to <c>(..., D)</c>, as <c>torch.nn.LayerNorm</c> (Ba et al. 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class LayerNormAttribute() : LayerAttribute
{
    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>Whether a scale is learned, and a bias unless <see cref="Bias"/> is false; true by default.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// Batch normalisation, of each channel over the batch and the spatial axes: <c>(B, C)</c> or <c>(B, C, spatial...)</c> to the same shape,
/// as <c>torch.nn.BatchNorm1d</c>, <c>BatchNorm2d</c> and <c>BatchNorm3d</c> (Ioffe and Szegedy 2015).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class BatchNormAttribute() : LayerAttribute
{
    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>The weight of each batch in the running mean and variance, from 0 to 1; 0.1 by default.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>Whether a scale and a bias per channel are learned; true by default.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>
    /// Whether the running mean and variance are tracked and used in evaluation, true by default; otherwise every batch is normalised by
    /// its own statistics.
    /// </summary>
    public bool TrackRunningStats { get; set; } = true;
}

/// <summary>
/// Instance normalisation, of each channel of each item over the spatial axes: <c>(B, C, spatial...)</c> to the same shape, as
/// <c>torch.nn.InstanceNorm1d</c>, <c>InstanceNorm2d</c> and <c>InstanceNorm3d</c> (Ulyanov et al. 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class InstanceNormAttribute() : LayerAttribute
{
    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>The weight of each batch in the running mean and variance, from 0 to 1; 0.1 by default.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>Whether a scale and a bias per channel are learned.</summary>
    public bool Affine { get; set; }

    /// <summary>Whether the running mean and variance are tracked and used in evaluation.</summary>
    public bool TrackRunningStats { get; set; }
}

/// <summary>
/// Group normalisation, of groups of channels of each item: <c>(B, C)</c> or <c>(B, C, spatial...)</c> to the same shape, as
/// <c>torch.nn.GroupNorm</c> (Wu and He 2018).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
/// <param name="groups">The number of groups, a divisor of the number of channels: an integer or a dimension expression.</param>
public sealed partial class GroupNormAttribute(object groups) : LayerAttribute
{
    /// <summary>The number of groups.</summary>
    public object Groups { get; } = groups;

    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>Whether a scale and a bias per channel are learned; true by default.</summary>
    public bool Affine { get; set; } = true;
}

/// <summary>
/// Root mean square normalisation over the last axis with a learned scale: <c>(..., D)</c> to <c>(..., D)</c>, as <c>torch.nn.RMSNorm</c>
/// (Zhang and Sennrich 2019).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class RmsNormAttribute() : LayerAttribute
{
    /// <summary>
    /// Added to the mean square before the square root; the machine epsilon of the input's dtype when not given; or the name of a setting.
    /// </summary>
    public object? Eps { get; set; }

    /// <summary>Whether a scale is learned; true by default.</summary>
    public bool Affine { get; set; } = true;
}

/// <summary>
/// Division by the Euclidean norm along an axis, which gives every vector along the axis length 1: any shape to the same shape, as
/// <c>torch.nn.functional.normalize</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed class NormalizeAttribute() : LayerAttribute
{
    /// <summary>The axis of the vectors, counted from the end if negative; -1 by default.</summary>
    public int Axis { get; set; } = -1;

    /// <summary>The smallest norm to divide by; 1e-12 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-12;
}

/// <summary>
/// Divides each element by a power of the mean square over neighbouring channels (Krizhevsky et al. 2012), <c>x / (k + alpha *
/// mean(x²))^beta</c>: <c>(B, C, spatial...)</c> to the same shape, as <c>torch.nn.LocalResponseNorm</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
/// <param name="size">The number of neighbouring channels, the channel itself included.</param>
public sealed class LocalResponseNormAttribute(object size) : LayerAttribute
{
    /// <summary>The number of neighbouring channels, the channel itself included.</summary>
    public object Size { get; } = size;

    /// <summary>The factor of the mean square; 1e-4 by default.</summary>
    public double Alpha { get; set; } = 1e-4;

    /// <summary>The exponent; 0.75 by default.</summary>
    public double Beta { get; set; } = 0.75;

    /// <summary>The constant that is added to the mean square; 1 by default.</summary>
    public double K { get; set; } = 1;
}
