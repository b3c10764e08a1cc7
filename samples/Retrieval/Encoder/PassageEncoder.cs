using System;
using ModelGen;
using TorchSharp;
using static TorchSharp.torch;

namespace Retrieval;

/// <summary>
/// A bi-encoder: the numbers of the words of B texts to vectors <c>(B, D)</c> of norm 1, as passages and as questions. Trained, the vector
/// of a question has a large dot product, the cosine, with that of its passage. Both share the embedding; a question, which has other words
/// than its answer, is moved by a layer of its own.
/// </summary>
[Model]
[Dim("D", Default = 128)]
public partial class PassageEncoder
{
    /// <summary>The numbers of the words of all texts, one text after the other.</summary>
    [Input("N", Type = DType.Int64)]
    private Stage words;

    /// <summary>The number of words of each text.</summary>
    [Input("B", Type = DType.Int64)]
    private Stage lengths;

    [From(nameof(words)), Embedding(WordNumbers.Count, "D"), Apply(nameof(MeanPerText), Inputs = new[] { nameof(lengths) })]
    private Stage mean;

    [Apply(nameof(Normalize)), Output("B", "D")]
    private Stage passage;

    [From(nameof(mean)), Linear("D", Bias = false, Init = Init.Zeros), Residual, Apply(nameof(Normalize)), Output("B", "D")]
    private Stage question;

    /// <summary>
    /// Initializes the embedding so that the encoder is useful before any training: random directions whose lengths are the inverse
    /// document frequencies, a random projection of TF-IDF (Achlioptas 2003).
    /// </summary>
    /// <param name="weights">The inverse document frequency of each number of a word.</param>
    public void Initialize(ReadOnlySpan<float> weights)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var scale = tensor(weights.ToArray()).unsqueeze(1);
        var embedding = _meanEmbedding.weight!;
        embedding.normal_(0, 1 / Math.Sqrt(embedding.size(1))).mul_(scale);
    }

    // Texts differ in length: without padding, no time is spent on it. The mean of no words is zero.
    [return: Shape("B", "D")]
    private static Tensor MeanPerText([Shape("N", "D")] Tensor vectors, [Shape("B", Type = DType.Int64)] Tensor lengths)
    {
        using var scope = NewDisposeScope();
        var text = arange(lengths.size(0)).repeat_interleave(lengths);
        var sums = zeros(lengths.size(0), vectors.size(1)).index_add(0, text, vectors, 1);
        return sums.div(lengths.clamp(1).unsqueeze(1)).MoveToOuterDisposeScope();
    }

    [return: Shape("B", "D")]
    private static Tensor Normalize([Shape("B", "D")] Tensor vectors) => nn.functional.normalize(vectors, dim: 1);
}
