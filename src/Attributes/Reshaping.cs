namespace ModelGen;

/// <summary>One item of an axis, which disappears: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>.</summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
public sealed partial class SelectAttribute() : LayerAttribute
{
    /// <summary>The axis, negative from the end; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>The item, negative from the end; 0 by default.</summary>
    public long Index { get; set; }
}

/// <summary>
/// The mean along an axis, which disappears unless <see cref="KeepDim"/>: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
public sealed partial class MeanAttribute() : LayerAttribute
{
    /// <summary>The axis, negative from the end; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>Whether the axis stays, with size 1.</summary>
    public bool KeepDim { get; set; }
}

/// <summary>
/// The sum along an axis, which disappears unless <see cref="KeepDim"/>: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
public sealed partial class SumAttribute() : LayerAttribute
{
    /// <summary>The axis, negative from the end; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>Whether the axis stays, with size 1.</summary>
    public bool KeepDim { get; set; }
}

/// <summary>
/// The maximum along an axis, which disappears unless <see cref="KeepDim"/>: <c>Axis = 1</c> turns <c>(B, T, D)</c> into <c>(B, D)</c>. Its
/// port <c>indices</c>, of the same shape, is where it was found, of Int64.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
public sealed partial class MaxAttribute() : LayerAttribute
{
    /// <summary>The axis, negative from the end; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>Whether the axis stays, with size 1.</summary>
    public bool KeepDim { get; set; }

    /// <summary>The port that the next layer continues from: <c>"indices"</c>; the maxima when not given.</summary>
    public string? Port { get; set; }
}

/// <summary>
/// Neighbouring axes as one, as <c>torch.nn.Flatten</c>: by default all but the first, <c>(B, C, H, W)</c> to <c>(B, C*H*W)</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
public sealed partial class FlattenAttribute() : LayerAttribute
{
    /// <summary>The first axis to join, negative from the end; 1 by default.</summary>
    public int StartAxis { get; set; } = 1;

    /// <summary>The last axis to join, negative from the end; -1 by default.</summary>
    public int EndAxis { get; set; } = -1;
}

/// <summary>
/// The items of an axis from <see cref="Start"/> to before <see cref="End"/>: <c>Axis = 1, Start = 1</c> turns <c>(B, T, D)</c> into
/// <c>(B, T - 1, D)</c>. Unlike Python's slice it never takes fewer items than asked for: what does not fit is an error.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
public sealed partial class SliceAttribute() : LayerAttribute
{
    /// <summary>The axis, negative from the end; 0 by default.</summary>
    public int Axis { get; set; }

    /// <summary>The first item: an integer, negative from the end, or a dimension expression; 0 by default.</summary>
    public object Start { get; set; } = 0;

    /// <summary>
    /// The item after the last: an integer, negative from the end, or a dimension expression; the axis's end when not given.
    /// </summary>
    public object? End { get; set; }

    /// <summary>The distance from one item to the next; 1 by default.</summary>
    public long Step { get; set; } = 1;
}

/// <summary>
/// The same elements in the same order under another shape: <c>Reshape("B", "T", 8, -1)</c> turns <c>(B, T, D)</c> into
/// <c>(B, T, 8, D/8)</c>. It must hold whatever the size of a batch. After leading axes, which <c>"..."</c> keeps, it concerns the others
/// alone.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="shape">One entry an axis: an integer, a dimension expression, or once -1 for the size that follows from the others.</param>
public sealed class ReshapeAttribute(params object[] shape) : LayerAttribute
{
    /// <summary>One entry an axis.</summary>
    public object[] Shape { get; } = shape;
}

/// <summary>
/// The axes in another order, as <c>torch.permute</c>: <c>Permute(0, 2, 1)</c> turns <c>(B, T, D)</c> into <c>(B, D, T)</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="axes">For each axis of the result the one it was; negative from the end.</param>
public sealed class PermuteAttribute(params int[] axes) : LayerAttribute
{
    /// <summary>For each axis of the result the one it was.</summary>
    public int[] Axes { get; } = axes;
}

/// <summary>
/// Splits, moves and joins axes by their names, in the notation of einops: <c>Rearrange("b t (h d) -> b h t d", With = "h = 8")</c> turns
/// <c>(B, T, D)</c> into <c>(B, 8, T, D/8)</c>. A 1 is an axis of size 1, <c>"..."</c> any axes between; every name stands once on either
/// side.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="pattern">The axes as they are, <c>-&gt;</c>, the axes as they become.</param>
public sealed class RearrangeAttribute(string pattern) : LayerAttribute
{
    /// <summary>The axes as they are and as they become.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>Sizes of names: <c>"h = heads, w = 4"</c>. All but one of the names in parentheses on the left need one.</summary>
    public string? With { get; set; }
}

/// <summary>
/// Removes an axis of size 1: <c>Squeeze(1)</c> turns <c>(B, 1, D)</c> into <c>(B, D)</c>. An axis of another size is an error.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="axis">The axis; negative from the end.</param>
public sealed class SqueezeAttribute(int axis) : LayerAttribute
{
    /// <summary>The axis; negative from the end.</summary>
    public int Axis { get; } = axis;
}

/// <summary>Adds an axis of size 1: <c>Unsqueeze(1)</c> turns <c>(B, D)</c> into <c>(B, 1, D)</c>.</summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="axis">Where it stands in the result; negative from the end.</param>
public sealed class UnsqueezeAttribute(int axis) : LayerAttribute
{
    /// <summary>Where it stands in the result; negative from the end.</summary>
    public int Axis { get; } = axis;
}

/// <summary>
/// Copies of the whole tensor one after the other along each axis, as <c>torch.Tensor.repeat</c>: <c>Repeat(1, 2)</c> turns <c>(B, D)</c>,
/// a row <c>a b</c>, into <c>(B, 2*D)</c>, <c>a b a b</c>. Further counts at the front add axes.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="counts">How often, one for each axis: integers or dimension expressions.</param>
public sealed class RepeatAttribute(params object[] counts) : LayerAttribute
{
    /// <summary>How often, one for each axis.</summary>
    public object[] Counts { get; } = counts;
}

/// <summary>
/// Stretches axes of size 1 without copying, as <c>torch.Tensor.expand</c>: <c>Expand(-1, "T", -1)</c> turns <c>(B, 1, D)</c> into
/// <c>(B, T, D)</c>. Further sizes at the front add axes.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="shape">The sizes, one for each axis: integers or dimension expressions, -1 for those that stay.</param>
public sealed class ExpandAttribute(params object[] shape) : LayerAttribute
{
    /// <summary>The sizes, one for each axis.</summary>
    public object[] Shape { get; } = shape;
}

/// <summary>
/// The same values as another element type: any shape to the same. Numbers to Int64 lose their fractions, to Bool they are whether they
/// differ from 0; Float is the model's own <c>dtype</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#reshaping">The vocabulary: reshaping</see></remarks>
/// <param name="type">The element type.</param>
public sealed class CastAttribute(DType type) : LayerAttribute
{
    /// <summary>The element type.</summary>
    public DType Type { get; } = type;
}
