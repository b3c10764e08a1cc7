using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Retrieval;

/// <summary>
/// A trained <see cref="PassageEncoder"/> as a generator of embeddings, of passages or of questions. It owns the encoder.
/// </summary>
/// <param name="encoder">The encoder.</param>
/// <param name="areQuestions">Whether the texts are questions.</param>
internal sealed class PassageEmbeddings(PassageEncoder encoder, bool areQuestions) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int BatchSize = 512;

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        encoder.eval();
        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        foreach (var texts in values.Select(WordNumbers.Of).Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.AddRange(Vectors(texts).Select(vector => new Embedding<float>(vector)));
        }

        return Task.FromResult(embeddings);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => encoder.Dispose();

    private IEnumerable<float[]> Vectors(long[][] texts)
    {
        using var scope = NewDisposeScope();
        using var quiet = inference_mode();
        var (words, lengths) = WordNumbers.Batch(texts);
        var (passages, questions) = encoder.call(words, lengths);
        var vectors = areQuestions ? questions : passages;
        return vectors.data<float>().ToArray().Chunk((int)vectors.size(1));
    }
}
