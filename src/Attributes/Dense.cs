namespace ModelGen;

/// <summary>
/// Linear layer <c>y = x Wᵀ + b</c> on the last axis: <c>(..., in)</c> to <c>(..., features)</c>, as <c>torch.nn.Linear</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="features">The number of output features: an integer or a dimension expression.</param>
public sealed partial class LinearAttribute(object features) : WeightedLayerAttribute
{
    /// <summary>The number of output features.</summary>
    public object Features { get; } = features;

    /// <summary>The expected number of input features; inferred when not given, checked when given.</summary>
    public object? In { get; set; }

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// Bilinear layer <c>y = x₁ᵀ W x₂ + b</c> on the last axes of two tensors, the current one and <paramref name="other"/> or two in
/// <c>[From]</c>: <c>(..., in1)</c> and <c>(..., in2)</c> to <c>(..., features)</c>, as <c>torch.nn.Bilinear</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="features">The number of output features: an integer or a dimension expression.</param>
/// <param name="other">The stage or input that is the second operand.</param>
public sealed partial class BilinearAttribute(object features, string? other = null) : WeightedLayerAttribute
{
    /// <summary>The number of output features.</summary>
    public object Features { get; } = features;

    /// <summary>The stage or input that is the second operand.</summary>
    public string? Other { get; } = other;

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// Embedding table with a learned vector per id: <c>(...)</c> of Int64 to <c>(..., features)</c>, as <c>torch.nn.Embedding</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="vocabulary">The number of ids; valid ids are 0 to <c>vocabulary - 1</c>.</param>
/// <param name="features">The number of features per vector.</param>
public sealed partial class EmbeddingAttribute(object vocabulary, object features) : WeightedLayerAttribute
{
    /// <summary>The number of ids.</summary>
    public object Vocabulary { get; } = vocabulary;

    /// <summary>The number of features per vector.</summary>
    public object Features { get; } = features;

    /// <summary>The id whose vector is zero and receives no gradient; -1 by default, which is none.</summary>
    public long PaddingIndex { get; set; } = -1;

    /// <summary>
    /// Whether each call checks that all ids are in range and reports an id that is not. The check reads every id and synchronises with a
    /// GPU.
    /// </summary>
    public bool CheckIds { get; set; }
}

/// <summary>
/// Learned absolute positional encoding, a vector per position that is added to the input: <c>(..., T, D)</c> to <c>(..., T, D)</c> with
/// <c>T ≤ maximum</c>, as in BERT and GPT.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="maximum">The maximum sequence length.</param>
public sealed partial class PositionEmbeddingAttribute(object maximum) : WeightedLayerAttribute
{
    /// <summary>The maximum sequence length.</summary>
    public object Maximum { get; } = maximum;
}

/// <summary>
/// Sinusoidal positional encoding, added to the input: <c>(..., T, D)</c> to <c>(..., T, D)</c>, for any T and without weights. Feature
/// <c>2i</c> is <c>sin(t / 10000^(2i/D))</c>, feature <c>2i + 1</c> the cosine ("Attention is all you need", section 3.5).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
public sealed partial class SinusoidalPositionsAttribute() : LayerAttribute
{
}

/// <summary>
/// Prepends learned vectors to a sequence: <c>(..., T, D)</c> to <c>(..., count + T, D)</c>, such as the class token of the vision
/// transformer or registers (Darcet et al. 2023).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="count">The number of vectors: an integer or a dimension expression.</param>
public sealed partial class LearnedTokensAttribute(object count) : WeightedLayerAttribute
{
    /// <summary>The number of vectors.</summary>
    public object Count { get; } = count;
}

/// <summary>
/// Linear layer that shares the weight of an embedding: <c>(..., D)</c> to <c>(..., vocabulary)</c> (Press and Wolf 2017).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="embedding">The name of the embedding layer, or <c>stage.layer</c> for a layer of a stage.</param>
public sealed class TiedLinearAttribute(string embedding) : LayerAttribute
{
    /// <summary>The name of the embedding layer, or <c>stage.layer</c>.</summary>
    public string Embedding { get; } = embedding;

    /// <summary>Whether a bias per id is learned, initialised to zero, as in BERT's masked-language-model head.</summary>
    public bool Bias { get; set; }
}
