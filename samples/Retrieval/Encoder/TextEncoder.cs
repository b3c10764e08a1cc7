using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;

namespace Retrieval;

/// <summary>What turns questions and passages into vectors.</summary>
/// <param name="Questions">Computes the vectors of questions.</param>
/// <param name="Passages">Computes the vectors of passages.</param>
/// <param name="Dimensions">The number of dimensions of a vector.</param>
/// <param name="Fingerprint">A hash of its weights: vectors of another encoder cannot be compared with its own.</param>
/// <param name="Description">The encoder in words.</param>
internal sealed record TextEncoder(
    IEmbeddingGenerator<string, Embedding<float>> Questions, IEmbeddingGenerator<string, Embedding<float>> Passages, int Dimensions,
    string Fingerprint, string Description) : IDisposable
{
    /// <summary>What owns the weights, if the generators do not.</summary>
    public IDisposable? Owner { get; init; }

    /// <summary>The vectors of passages, in their order.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EncodePassages(
        IEnumerable<string> texts, CancellationToken cancellation = default) =>
        [.. (await Passages.GenerateAsync(texts, cancellationToken: cancellation)).Select(embedding => embedding.Vector)];

    /// <summary>The vector of a question.</summary>
    public async Task<ReadOnlyMemory<float>> EncodeQuestion(string text, CancellationToken cancellation = default) =>
        await Questions.GenerateVectorAsync(text, cancellationToken: cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Questions.Dispose();
        Passages.Dispose();
        Owner?.Dispose();
    }
}
