namespace ModelGen;

/// <summary>
/// <c>y = x Wᵀ + b</c> over the last axis: <c>(..., in)</c> to <c>(..., features)</c>, as <c>torch.nn.Linear</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="features">The size of the last axis of the result: an integer or a dimension expression.</param>
public sealed partial class LinearAttribute(object features) : WeightedLayerAttribute
{
    /// <summary>The size of the last axis of the result.</summary>
    public object Features { get; } = features;

    /// <summary>The expected size of the input's last axis; inferred when not given, checked when given.</summary>
    public object? In { get; set; }

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// <c>y = x₁ᵀ W x₂ + b</c> over the last axes: <c>(..., in1)</c> and <c>(..., in2)</c> to <c>(..., features)</c>, as
/// <c>torch.nn.Bilinear</c>; of the current tensor and another, or of two in <c>[From]</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="features">The size of the last axis of the result: an integer or a dimension expression.</param>
/// <param name="other">A stage or an input.</param>
public sealed partial class BilinearAttribute(object features, string? other = null) : WeightedLayerAttribute
{
    /// <summary>The size of the last axis of the result.</summary>
    public object Features { get; } = features;

    /// <summary>A stage or an input.</summary>
    public string? Other { get; } = other;

    /// <summary>Whether a bias is learned; true by default.</summary>
    public bool Bias { get; set; } = true;
}

/// <summary>
/// A learned vector for each id: <c>(...)</c> of Int64 to <c>(..., features)</c>, as <c>torch.nn.Embedding</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="vocabulary">The number of ids; ids run from 0 to <c>vocabulary - 1</c>.</param>
/// <param name="features">The length of each vector.</param>
public sealed partial class EmbeddingAttribute(object vocabulary, object features) : WeightedLayerAttribute
{
    /// <summary>The number of ids.</summary>
    public object Vocabulary { get; } = vocabulary;

    /// <summary>The length of each vector.</summary>
    public object Features { get; } = features;

    /// <summary>An id whose vector is zero and gets no gradient; -1 by default, which is none.</summary>
    public long PaddingIndex { get; set; } = -1;

    /// <summary>
    /// Whether every call checks that all ids are below <see cref="Vocabulary"/>, and names the one that is not. It reads every id, and on
    /// a GPU it waits for them.
    /// </summary>
    public bool CheckIds { get; set; }
}

/// <summary>
/// Adds a learned vector for each position: <c>(..., T, D)</c> to <c>(..., T, D)</c>, <c>T ≤ maximum</c>, as in BERT and GPT.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="maximum">The largest number of positions.</param>
public sealed partial class PositionEmbeddingAttribute(object maximum) : WeightedLayerAttribute
{
    /// <summary>The largest number of positions.</summary>
    public object Maximum { get; } = maximum;
}

/// <summary>
/// Adds sines and cosines of each position: <c>(..., T, D)</c> to <c>(..., T, D)</c>, for any T and no weights.
/// Feature <c>2i</c> is <c>sin(t / 10000^(2i/D))</c>, feature <c>2i + 1</c> the cosine ("Attention is all you need", section 3.5).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
public sealed partial class SinusoidalPositionsAttribute() : LayerAttribute
{
}

/// <summary>
/// Puts learned vectors before a sequence: <c>(..., T, D)</c> to <c>(..., count + T, D)</c>. One is the class token of BERT and of the
/// vision transformer, further ones are registers (Darcet et al. 2023).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="count">How many: an integer or a dimension expression.</param>
public sealed partial class LearnedTokensAttribute(object count) : WeightedLayerAttribute
{
    /// <summary>How many.</summary>
    public object Count { get; } = count;
}

/// <summary>
/// A linear layer whose weight is an embedding's: <c>(..., D)</c> to <c>(..., vocabulary)</c> without a second weight
/// (Press and Wolf 2017).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#dense">The vocabulary: dense</see>
/// </remarks>
/// <param name="embedding">The embedding layer: its name, or <c>stage.layer</c> for a layer of a stage.</param>
public sealed class TiedLinearAttribute(string embedding) : LayerAttribute
{
    /// <summary>The embedding layer.</summary>
    public string Embedding { get; } = embedding;

    /// <summary>Whether a bias for each id is learned, as in BERT's masked-language-model head; it starts at zero.</summary>
    public bool Bias { get; set; }
}
