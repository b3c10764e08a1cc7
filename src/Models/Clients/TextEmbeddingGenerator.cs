using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen.Models.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>Encodes a batch of texts.</summary>
/// <param name="ids">The ids <c>(B, T)</c>, Int64.</param>
/// <param name="padding">The padding mask <c>(B, T)</c>, Bool, true for padding.</param>
/// <returns>The vectors of the tokens <c>(B, T, D)</c>, or of the texts <c>(B, D)</c>; the caller disposes them.</returns>
public delegate Tensor TextEncoder(Tensor ids, Tensor padding);

/// <summary>
/// An encoder as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>: a BERT of this package, or any model of the user's with its
/// tokenizer. Texts of similar length are encoded together.
/// </summary>
public sealed class TextEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly ITokenizer _tokenizer;
    private readonly TextEncoder _encoder;
    private readonly TextEmbeddingSettings _settings;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly int _end;

    /// <summary>Creates a generator. It does not own the model.</summary>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="encoder">Calls the model, which must be in evaluation mode.</param>
    /// <param name="settings">How texts are encoded; the defaults when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public TextEmbeddingGenerator(ITokenizer tokenizer, TextEncoder encoder, TextEmbeddingSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(encoder);
        (_tokenizer, _encoder, _settings) = (tokenizer, encoder, settings ?? new TextEmbeddingSettings());
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.MaximumLength ?? 3, 3);
        _metadata = new EmbeddingGeneratorMetadata("ModelGen", providerUri: null, _settings.ModelId);

        // A text of BERT ends with an id of its own, which a shortened text keeps.
        _end = int.Max(0, tokenizer.Encode(string.Empty).Count - 1);
    }

    /// <summary>Encodes texts.</summary>
    /// <param name="values">The texts.</param>
    /// <param name="options">
    /// What this request asks for: with <see cref="EmbeddingGenerationOptions.Dimensions"/>, the first so many numbers of each vector, for
    /// models that were trained for it (Matryoshka representations, Kusupati et al. 2022).
    /// </param>
    /// <param name="cancellationToken">Cancels the request between two batches.</param>
    /// <returns>The vectors, in the order of the texts, and the number of ids.</returns>
    /// <exception cref="ArgumentException">A text has no tokens, or the model has fewer dimensions than requested.</exception>
    /// <exception cref="InvalidOperationException">The encoder returns a tensor that is not the vectors of the texts.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var texts = values.ToList();
        return Task.Run(() => Generate(texts, options?.Dimensions, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        object?[] services = [this, _metadata, _tokenizer];
        return serviceKey is null ? Array.Find(services, serviceType.IsInstanceOfType) : null;
    }

    /// <summary>Does nothing, because the generator does not own the model.</summary>
    public void Dispose()
    {
    }

    private GeneratedEmbeddings<Embedding<float>> Generate(List<string> texts, int? dimensions, CancellationToken cancellation)
    {
        var encoded = texts.Select(Encode).ToList();
        var vectors = new Embedding<float>[texts.Count];
        var created = DateTimeOffset.UtcNow;
        foreach (var batch in Enumerable.Range(0, texts.Count).OrderBy(i => encoded[i].Count).Chunk(_settings.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var values = Vectors([.. batch.Select(i => encoded[i])], dimensions, out var width);
            for (var row = 0; row < batch.Length; row++)
            {
                vectors[batch[row]] = new Embedding<float>(values.AsMemory(row * width, width))
                {
                    CreatedAt = created,
                    ModelId = _settings.ModelId,
                };
            }
        }

        var count = encoded.Sum(ids => (long)ids.Count);
        return new(vectors) { Usage = new UsageDetails { InputTokenCount = count, TotalTokenCount = count } };
    }

    private IReadOnlyList<long> Encode(string text, int index)
    {
        if (text is null)
        {
            throw new ArgumentException($"Text {index} is null.", nameof(text));
        }

        var ids = _tokenizer.Encode(text);
        return ids.Count == 0 ? throw new ArgumentException($"Text {index} has no tokens: leave it out.", nameof(text))
            : _settings.MaximumLength is { } maximum && ids.Count > maximum ? [.. ids.Take(maximum - _end), .. ids.Skip(ids.Count - _end)]
            : ids;
    }

    private float[] Vectors(IReadOnlyList<IReadOnlyList<long>> encoded, int? dimensions, out int width)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var longest = encoded.Max(ids => ids.Count);
        long[] shape = [encoded.Count, longest];
        var device = _settings.Device ?? CPU;
        var ids = tensor(
            encoded.SelectMany(ids => ids.Concat(Enumerable.Repeat(_settings.PaddingId, longest - ids.Count))).ToArray(), shape,
            dtype: ScalarType.Int64, device: device);
        var padding = tensor(
            encoded.SelectMany(ids => Enumerable.Range(0, longest).Select(position => position >= ids.Count)).ToArray(), shape,
            dtype: ScalarType.Bool, device: device);
        var vectors = Pool(_encoder(ids, padding), padding, encoded.Count).to(ScalarType.Float32);
        if (dimensions is { } first)
        {
            vectors = first > 0 && first <= vectors.shape[1]
                ? vectors.narrow(1, 0, first)
                : throw new ArgumentException(
                    $"Dimensions is {first}, and the vectors of the model have {vectors.shape[1]}.", nameof(dimensions));
        }

        if (_settings.Normalize)
        {
            vectors = nn.functional.normalize(vectors, dim: 1);
        }

        width = (int)vectors.shape[1];
        return vectors.cpu().contiguous().data<float>().ToArray();
    }

    private Tensor Pool(Tensor output, Tensor padding, int count)
    {
        if (output.dim() == 2 && output.shape[0] == count)
        {
            return output;
        }

        if (output.dim() != 3 || output.shape[0] != count || output.shape[1] != padding.shape[1])
        {
            throw new InvalidOperationException(
                $"The encoder returned ({string.Join(", ", output.shape)}) for ids ({string.Join(", ", padding.shape)}); it must return "
                    + "(B, T, D) or (B, D).");
        }

        if (_settings.Pooling == EmbeddingPooling.FirstToken)
        {
            return output.select(1, 0);
        }

        var text = padding.logical_not().unsqueeze(2).to(output.dtype);
        return (output * text).sum(1) / text.sum(1);
    }
}
