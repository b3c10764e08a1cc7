namespace ModelGen;

/// <summary>
/// Residual connection: adds the tensor that the stage starts from, in a chain the model's input (He et al. 2016). Both have the same
/// shape, any shape.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
public sealed class ResidualAttribute() : LayerAttribute
{
}

/// <summary>
/// Element-wise sum of the current tensor, or of all tensors named in <c>[From]</c>, and the stages named here, all of the same shape, any
/// shape.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">The stages or inputs to add.</param>
public sealed class AddAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>The stages or inputs to add.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing leading axes are broadcast.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// Element-wise difference: the current tensor, or the first one named in <c>[From]</c>, minus the other tensors named there and the stages
/// named here, all of the same shape, any shape.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">The stages or inputs to subtract.</param>
public sealed class SubtractAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>The stages or inputs to subtract.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing leading axes are broadcast.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// Element-wise product of the current tensor, or of all tensors named in <c>[From]</c>, and the stages named here, all of the same shape,
/// any shape.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">The stages or inputs to multiply by.</param>
public sealed class MultiplyAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>The stages or inputs to multiply by.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing leading axes are broadcast.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// Concatenates the current tensor, or all tensors named in <c>[From]</c>, and the stages named here along an axis: <c>(B, D)</c> and
/// <c>(B, E)</c> to <c>(B, D + E)</c>. All other axes must have equal sizes.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">The stages or inputs to append.</param>
public sealed class ConcatAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>The stages or inputs to append.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>The axis to concatenate along, counted from the end if negative; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// Stacks the current tensor, or all tensors named in <c>[From]</c>, and the stages named here along a new axis, as <c>torch.stack</c>: two
/// of <c>(B, D)</c> become <c>(2, B, D)</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="stages">Stages or inputs of the same shape.</param>
public sealed class StackStagesAttribute(params string[] stages) : LayerAttribute
{
    /// <summary>Stages or inputs of the same shape.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>The position of the new axis in the result, counted from the end if negative; 0 by default.</summary>
    public int Axis { get; set; }
}

/// <summary>
/// Batched matrix product of the current tensor and another, or of two tensors in <c>[From]</c>: <c>(..., n, k)</c> and <c>(..., k, m)</c>
/// to <c>(..., n, m)</c>, as <c>torch.matmul</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="other">The stage or input that is the second operand.</param>
public sealed class MatMulAttribute(string? other = null) : LayerAttribute
{
    /// <summary>The stage or input that is the second operand.</summary>
    public string? Other { get; } = other;

    /// <summary>Whether the first operand is transposed: <c>(..., k, n)</c>.</summary>
    public bool Transpose { get; set; }

    /// <summary>Whether the second operand is transposed: <c>(..., m, k)</c>.</summary>
    public bool TransposeOther { get; set; }

    /// <summary>Whether the batch axes, those before the last two, are broadcast, for example one matrix for a whole batch.</summary>
    public bool Broadcast { get; set; }
}

/// <summary>
/// Sums of products in the notation of <c>torch.einsum</c>: <c>Einsum("bqd,bkd->bqk")</c> turns <c>(B, Q, D)</c> and <c>(B, K, D)</c> into
/// <c>(B, Q, K)</c>. The operands are the tensors in <c>[From]</c>, or the current tensor and the stages named here. Axes with the same
/// letter have the same size; axes missing in the result are summed over.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#joining">The vocabulary: joining</see></remarks>
/// <param name="equation">
/// One letter per axis, operands separated by commas, then <c>-&gt;</c> and the result; <c>"..."</c> matches any number of axes.
/// </param>
/// <param name="stages">The stages or inputs that are further operands.</param>
public sealed class EinsumAttribute(string equation, params string[] stages) : LayerAttribute
{
    /// <summary>The equation.</summary>
    public string Equation { get; } = equation;

    /// <summary>The stages or inputs that are further operands.</summary>
    public string[] Stages { get; } = stages;

    /// <summary>Whether axes of size 1 and missing axes among those that <c>"..."</c> matches are broadcast.</summary>
    public bool Broadcast { get; set; }
}
