using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.VectorData;

namespace Retrieval;

/// <summary>A passage that a search has found.</summary>
/// <param name="Passage">The passage.</param>
/// <param name="Score">The score of reciprocal-rank fusion.</param>
/// <param name="Cosine">The cosine of its vector and that of the question.</param>
internal sealed record Found(Passage Passage, double Score, double Cosine);

/// <summary>What an update has changed.</summary>
internal sealed record UpdateResult(int Added, int Removed, int Kept)
{
    /// <summary>The number of passages in the index.</summary>
    public int Count => Added + Kept;
}

/// <summary>
/// The passages of documents in any store of <c>Microsoft.Extensions.VectorData</c> that searches by words and vectors together.
/// </summary>
internal sealed class PassageIndex
{
    private const int PassagesPerCommit = 512;

    private readonly VectorStoreCollection<Guid, IndexedPassage> _collection;
    private readonly IKeywordHybridSearchable<IndexedPassage> _hybrid;

    /// <param name="store">The store.</param>
    /// <param name="encoder">The encoder of questions and passages.</param>
    public PassageIndex(VectorStore store, TextEncoder encoder)
    {
        Encoder = encoder;
        _collection = store.GetCollection<Guid, IndexedPassage>("passages", IndexedPassage.Definition(encoder.Dimensions));
        _hybrid = (IKeywordHybridSearchable<IndexedPassage>)_collection;
    }

    /// <summary>The encoder.</summary>
    public TextEncoder Encoder { get; }

    /// <summary>The collection in the store.</summary>
    public VectorStoreCollection<Guid, IndexedPassage> Collection => _collection;

    /// <summary>
    /// Makes the index contain exactly the passages. Only new ones are encoded. They are committed in groups, and passages that are gone
    /// are deleted at the end: a process that is killed leaves an index that answers, and that the next update completes.
    /// </summary>
    /// <param name="passages">The passages of all documents.</param>
    /// <param name="progress">Receives the numbers of stored and of new passages.</param>
    /// <param name="cancellation">Asks for a stop after the group at hand.</param>
    /// <exception cref="OperationCanceledException">A stop was asked for.</exception>
    public async Task<UpdateResult> Update(
        IEnumerable<Passage> passages, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        await _collection.EnsureCollectionExistsAsync(cancellation);
        var wanted = Keyed(passages);
        var present = new HashSet<Guid>();
        await foreach (var record in _collection.GetAsync(
            _ => true, int.MaxValue, new() { IncludeVectors = false }, cancellation))
        {
            present.Add(record.Key);
        }

        var missing = wanted.Where(pair => !present.Contains(pair.Key)).ToList();
        var stored = 0;
        foreach (var group in missing.Chunk(PassagesPerCommit))
        {
            cancellation.ThrowIfCancellationRequested();
            var texts = Array.ConvertAll(group, pair => Searched.Text(pair.Value));
            var vectors = await Encoder.EncodePassages(texts, cancellation);
            await _collection.UpsertAsync(group.Select((pair, i) => Record(pair.Key, pair.Value, texts[i], vectors[i])), cancellation);
            progress?.Invoke(stored += group.Length, missing.Count);
        }

        var gone = present.Where(key => !wanted.ContainsKey(key)).ToList();
        if (gone.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            await _collection.DeleteAsync(gone, cancellation);
        }

        return new(missing.Count, gone.Count, wanted.Count - missing.Count);
    }

    /// <summary>The best passages for a question, by words and vectors together.</summary>
    public async Task<IReadOnlyList<Found>> Search(string question, int top, CancellationToken cancellation = default)
    {
        var vector = await Encoder.EncodeQuestion(question, cancellation);
        List<Found> found = [];
        await foreach (var result in _hybrid.HybridSearchAsync(
            vector, [.. Words.Content(question)], top, new() { IncludeVectors = true }, cancellation))
        {
            found.Add(new(result.Record.Passage, result.Score ?? 0, Cosine(vector, result.Record.Vector)));
        }

        return found;
    }

    private static double Cosine(ReadOnlyMemory<float> one, ReadOnlyMemory<float> other) =>
        TensorPrimitives.CosineSimilarity(one.Span, other.Span) is var cosine && float.IsFinite(cosine) ? cosine : 0;

    private Dictionary<Guid, Passage> Keyed(IEnumerable<Passage> passages)
    {
        var counts = new Dictionary<Passage, int>();
        return passages.ToDictionary(
            passage => IndexedPassage.KeyOf(passage, Encoder.Fingerprint, counts[passage] = counts.GetValueOrDefault(passage) + 1));
    }

    private static IndexedPassage Record(Guid key, Passage passage, string searched, ReadOnlyMemory<float> vector) => new()
    {
        Key = key,
        Document = passage.Document,
        Title = passage.Title,
        Lead = passage.Lead,
        Text = passage.Text,
        Words = string.Join(' ', Words.Of(searched)),
        Vector = vector,
    };
}
