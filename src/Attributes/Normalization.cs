namespace ModelGen;

/// <summary>
/// Layer normalisation over the last axis (Ba et al. 2016): <c>(..., D)</c> to <c>(..., D)</c>, as <c>torch.nn.LayerNorm</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class LayerNormAttribute() : LayerAttribute
{
    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>Whether a scale is learned, and a shift unless <see cref="Bias"/> is false; true by default.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>Whether a shift is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// Normalisation of each channel over the batch (Ioffe and Szegedy 2015): <c>(B, C)</c> or <c>(B, C, places...)</c> to the same, as
/// <c>torch.nn.BatchNorm1d</c>, <c>BatchNorm2d</c> and <c>BatchNorm3d</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class BatchNormAttribute() : LayerAttribute
{
    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>How much of each batch enters the running mean and variance, from 0 to 1; 0.1 by default.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>Whether a scale and a shift of each channel are learned; true by default.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>
    /// Whether a running mean and variance are kept for evaluation, true by default; otherwise each batch is normalised by its own.
    /// </summary>
    public bool TrackRunningStats { get; set; } = true;
}

/// <summary>
/// Normalisation of each channel of each item over its map (Ulyanov et al. 2016): <c>(B, C, places...)</c> to the same, as
/// <c>torch.nn.InstanceNorm1d</c>, <c>InstanceNorm2d</c> and <c>InstanceNorm3d</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class InstanceNormAttribute() : LayerAttribute
{
    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>How much of each batch enters the running mean and variance, from 0 to 1; 0.1 by default.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>Whether a scale and a shift of each channel are learned.</summary>
    public bool Affine { get; set; }

    /// <summary>Whether a running mean and variance are kept for evaluation.</summary>
    public bool TrackRunningStats { get; set; }
}

/// <summary>
/// Normalisation of groups of channels (Wu and He 2018): <c>(B, C)</c> or <c>(B, C, places...)</c> to the same, as
/// <c>torch.nn.GroupNorm</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
/// <param name="groups">The number of groups: an integer or a dimension expression.</param>
public sealed partial class GroupNormAttribute(object groups) : LayerAttribute
{
    /// <summary>The number of groups.</summary>
    public object Groups { get; } = groups;

    /// <summary>Added to the variance before the square root; 1e-5 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-5;

    /// <summary>Whether a scale and a shift of each channel are learned; true by default.</summary>
    public bool Affine { get; set; } = true;
}

/// <summary>
/// Division by the root of the mean square over the last axis, with a learned scale (Zhang and Sennrich 2019): <c>(..., D)</c> to
/// <c>(..., D)</c>, as <c>torch.nn.RMSNorm</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed partial class RmsNormAttribute() : LayerAttribute
{
    /// <summary>
    /// Added to the mean square before the root; the machine epsilon of the input's type when not given; or the name of a setting.
    /// </summary>
    public object? Eps { get; set; }

    /// <summary>Whether a scale is learned; true by default.</summary>
    public bool Affine { get; set; } = true;
}

/// <summary>
/// Division by the Euclidean norm along an axis: any shape to the same, as <c>torch.nn.functional.normalize</c>. Every vector along the
/// axis gets length 1, so that inner products are cosines.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#normalization">The vocabulary: normalization</see>
/// </remarks>
public sealed class NormalizeAttribute() : LayerAttribute
{
    /// <summary>The axis, negative from the end; -1 by default.</summary>
    public int Axis { get; set; } = -1;

    /// <summary>The least norm to divide by; 1e-12 by default; or the name of a setting.</summary>
    public object Eps { get; set; } = 1e-12;
}
