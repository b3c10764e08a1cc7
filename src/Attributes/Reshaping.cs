namespace ModelGen;

/// <summary>Selects one index of an axis and removes the axis: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
public sealed partial class SelectAttribute() : LayerAttribute
{
    /// <summary>The axis, counted from the end if negative; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>The index, counted from the end if negative; 0 by default.</summary>
    public long Index { get; set; }
}

/// <summary>
/// Mean over an axis, which is removed unless <see cref="KeepDim"/> is set: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
public sealed partial class MeanAttribute() : LayerAttribute
{
    /// <summary>The axis, counted from the end if negative; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>Whether the axis is kept with size 1.</summary>
    public bool KeepDim { get; set; }

    /// <summary>
    /// The stage or input of Bool that is true where there is padding, which is left out: the axes of the tensor up to <see cref="Axis"/>,
    /// such as <c>(B, T)</c> for axis 1 of <c>(B, T, D)</c>. The result is 0 where everything is padding. Nothing is left out when not
    /// given.
    /// </summary>
    public string? PaddingMask { get; set; }
}

/// <summary>
/// Sum over an axis, which is removed unless <see cref="KeepDim"/> is set: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
public sealed partial class SumAttribute() : LayerAttribute
{
    /// <summary>The axis, counted from the end if negative; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>Whether the axis is kept with size 1.</summary>
    public bool KeepDim { get; set; }

    /// <summary>
    /// The stage or input of Bool that is true where there is padding, which is left out: the axes of the tensor up to <see cref="Axis"/>,
    /// such as <c>(B, T)</c> for axis 1 of <c>(B, T, D)</c>. The result is 0 where everything is padding. Nothing is left out when not
    /// given.
    /// </summary>
    public string? PaddingMask { get; set; }
}

/// <summary>
/// Maximum over an axis, which is removed unless <see cref="KeepDim"/> is set: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>.
/// Port <c>indices</c>, of the same shape and type Int64, holds the indices of the maxima.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
public sealed partial class MaxAttribute() : LayerAttribute
{
    /// <summary>The axis, counted from the end if negative; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>Whether the axis is kept with size 1.</summary>
    public bool KeepDim { get; set; }

    /// <summary>
    /// The stage or input of Bool that is true where there is padding, which is left out: the axes of the tensor up to <see cref="Axis"/>,
    /// such as <c>(B, T)</c> for axis 1 of <c>(B, T, D)</c>. The result is 0 where everything is padding. Nothing is left out when not
    /// given.
    /// </summary>
    public string? PaddingMask { get; set; }

    /// <summary>The port from which the next layer continues: <c>"indices"</c>; the maxima when not given.</summary>
    public string? Port { get; set; }
}

/// <summary>
/// Merges adjacent axes, by default all but the first: <c>(B, C, H, W)</c> to <c>(B, C*H*W)</c>, as <c>torch.nn.Flatten</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
public sealed partial class FlattenAttribute() : LayerAttribute
{
    /// <summary>The first axis to merge, counted from the end if negative; 1 by default.</summary>
    public int StartAxis { get; set; } = 1;

    /// <summary>The last axis to merge, counted from the end if negative; -1 by default.</summary>
    public int EndAxis { get; set; } = -1;
}

/// <summary>
/// Slices an axis from <see cref="Start"/> to before <see cref="End"/>: <c>Axis = 1, Start = 1</c> turns <c>(B, T, D)</c> into
/// <c>(B, T - 1, D)</c>. A bound outside the axis is an error; it is not clamped as in Python.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
public sealed partial class SliceAttribute() : LayerAttribute
{
    /// <summary>The axis, counted from the end if negative; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>The first index: an integer, counted from the end if negative, or a dimension expression; 0 by default.</summary>
    public object Start { get; set; } = 0;

    /// <summary>
    /// The index after the last one: an integer, counted from the end if negative, or a dimension expression; the end of the axis when not
    /// given.
    /// </summary>
    public object? End { get; set; }

    /// <summary>The step between indices; 1 by default.</summary>
    public long Step { get; set; } = 1;
}

/// <summary>
/// Changes the shape and keeps the order of the elements, as <c>torch.reshape</c>: <c>Reshape("B", "T", 8, -1)</c> turns <c>(B, T, D)</c>
/// into <c>(B, T, 8, D/8)</c>. The new shape must be valid for every batch size. After <c>"..."</c>, which keeps the leading axes, it
/// describes the remaining axes only.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="shape">One entry per axis: an integer, a dimension expression, or for at most one axis -1, whose size is inferred.</param>
public sealed class ReshapeAttribute(params object[] shape) : LayerAttribute
{
    /// <summary>The new shape, one entry per axis.</summary>
    public object[] Shape { get; } = shape;
}

/// <summary>Permutes the axes, as <c>torch.permute</c>: <c>Permute(0, 2, 1)</c> turns <c>(B, T, D)</c> into <c>(B, D, T)</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="axes">The axis of the input for each axis of the result, counted from the end if negative.</param>
public sealed class PermuteAttribute(params int[] axes) : LayerAttribute
{
    /// <summary>The axis of the input for each axis of the result.</summary>
    public int[] Axes { get; } = axes;
}

/// <summary>
/// Splits, permutes and merges named axes in the notation of einops: <c>Rearrange("b t (h d) -> b h t d", With = "h = 8")</c> turns
/// <c>(B, T, D)</c> into <c>(B, 8, T, D/8)</c>. A 1 is an axis of size 1, <c>"..."</c> matches any number of axes, and every name occurs
/// once on each side.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="pattern">The axes of the input, <c>-&gt;</c>, and the axes of the result.</param>
public sealed class RearrangeAttribute(string pattern) : LayerAttribute
{
    /// <summary>The axes of the input and of the result.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>The sizes of names: <c>"h = heads, w = 4"</c>. Within parentheses on the left, all names but one need a size.</summary>
    public string? With { get; set; }
}

/// <summary>
/// Removes an axis of size 1: <c>Squeeze(1)</c> turns <c>(B, 1, D)</c> into <c>(B, D)</c>. An axis of any other size is an error.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="axis">The axis, counted from the end if negative.</param>
public sealed class SqueezeAttribute(int axis) : LayerAttribute
{
    /// <summary>The axis, counted from the end if negative.</summary>
    public int Axis { get; } = axis;
}

/// <summary>Adds an axis of size 1: <c>Unsqueeze(1)</c> turns <c>(B, D)</c> into <c>(B, 1, D)</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="axis">The position of the new axis in the result, counted from the end if negative.</param>
public sealed class UnsqueezeAttribute(int axis) : LayerAttribute
{
    /// <summary>The position of the new axis in the result, counted from the end if negative.</summary>
    public int Axis { get; } = axis;
}

/// <summary>
/// Repeats the whole tensor along each axis, as <c>torch.Tensor.repeat</c>: <c>Repeat(1, 2)</c> turns <c>(B, D)</c>, a row <c>a b</c>, into
/// <c>(B, 2*D)</c>, <c>a b a b</c>. Additional leading counts add axes.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="counts">The number of repetitions per axis: integers or dimension expressions.</param>
public sealed class RepeatAttribute(params object[] counts) : LayerAttribute
{
    /// <summary>The number of repetitions per axis.</summary>
    public object[] Counts { get; } = counts;
}

/// <summary>
/// Expands axes of size 1 without copying, as <c>torch.Tensor.expand</c>: <c>Expand(-1, "T", -1)</c> turns <c>(B, 1, D)</c> into
/// <c>(B, T, D)</c>. Additional leading sizes add axes.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="shape">One size per axis: an integer, a dimension expression, or -1 to keep the size.</param>
public sealed class ExpandAttribute(params object[] shape) : LayerAttribute
{
    /// <summary>The new shape, one size per axis.</summary>
    public object[] Shape { get; } = shape;
}

/// <summary>
/// Converts the element type: any shape to the same shape. Int64 truncates numbers towards zero, Bool is true for every nonzero number, and
/// Float is the <c>dtype</c> of the model.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see>
/// </remarks>
/// <param name="type">The element type.</param>
public sealed class CastAttribute(DType type) : LayerAttribute
{
    /// <summary>The element type.</summary>
    public DType Type { get; } = type;
}
