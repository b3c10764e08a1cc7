namespace ModelGen;

/// <summary>
/// Adds the stage's own start (in a chain, the model's input): a skip connection (He et al. 2016). Both of one shape, any shape, to the
/// same.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
public sealed class ResidualAttribute() : LayerAttribute
{
}

/// <summary>
/// The element-wise sum of the current tensor, or of all tensors named in <c>[From]</c>, and the stages named here: all of one shape, any
/// shape, to the same.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">Stages or inputs to add.</param>
public sealed class AddAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>Stages or inputs to add.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing leading axes are stretched to fit.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// The current tensor, or the first that <c>[From]</c> names, less all others that it names and the stages named here, element by element:
/// all of one shape, any shape, to the same.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">Stages or inputs to subtract.</param>
public sealed class SubtractAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>Stages or inputs to subtract.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing leading axes are stretched to fit.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// The element-wise product of the current tensor, or of all tensors named in <c>[From]</c>, and the stages named here: all of one shape,
/// any shape, to the same.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">Stages or inputs to multiply with.</param>
public sealed class MultiplyAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>Stages or inputs to multiply with.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing leading axes are stretched to fit.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// The current tensor, or all tensors named in <c>[From]</c>, and the stages named here, one after the other along an axis: <c>(B, D)</c>
/// and <c>(B, E)</c> to <c>(B, D + E)</c>. All other axes must agree.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">Stages or inputs to append.</param>
public sealed class ConcatAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>Stages or inputs to append.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>The axis, negative from the end; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// The current tensor, or all tensors named in <c>[From]</c>, and the stages named here, side by side along a new axis, as
/// <c>torch.stack</c>: two of <c>(B, D)</c> become <c>(2, B, D)</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">Stages or inputs of the same shape.</param>
public sealed class StackStagesAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>Stages or inputs of the same shape.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Where the new axis stands in the result, negative from the end; 0 by default.</summary>
    public int Axis { get; set; }
}

/// <summary>
/// Products of matrices: <c>(..., n, k)</c> with <c>(..., k, m)</c> to <c>(..., n, m)</c>, of the current tensor and another, or of two in
/// <c>[From]</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="other">A stage or an input.</param>
public sealed class MatMulAttribute(string? other = null) : LayerAttribute
{
    /// <summary>A stage or an input.</summary>
    public string? Other { get; } = other;

    /// <summary>Whether the first matrices are transposed: <c>(..., k, n)</c>.</summary>
    public bool Transpose { get; set; }

    /// <summary>Whether the other matrices are transposed: <c>(..., m, k)</c>.</summary>
    public bool TransposeOther { get; set; }

    /// <summary>Whether axes before the last two are stretched to fit: one matrix for a whole batch.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// Sums of products in the notation of <c>torch.einsum</c>: <c>Einsum("bqd,bkd->bqk")</c> turns <c>(B, Q, D)</c> and <c>(B, K, D)</c> into
/// <c>(B, Q, K)</c>. Operands are the tensors in <c>[From]</c>, or the current tensor and the stages named here. A letter has one size
/// wherever it stands; a letter missing in the result is summed.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="equation">One letter an axis, operands separated by commas, then <c>-&gt;</c> and the result; <c>"..."</c> for any axes
/// between.</param>
/// <param name="stages">Further operands.</param>
public sealed class EinsumAttribute(string equation, params string[] stages) : LayerAttribute
{
    /// <summary>The equation.</summary>
    public string Equation { get; } = equation;

    /// <summary>Further operands.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing ones among those that <c>"..."</c> stands for are stretched to fit.</summary>
    public bool Broadcast { get; set; }
}
