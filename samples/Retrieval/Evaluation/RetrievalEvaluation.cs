using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.VectorData;

namespace Retrieval;

/// <summary>Measures the search by words, by vectors and by both on held-out questions.</summary>
internal sealed class RetrievalEvaluation : IDisposable
{
    private readonly SqliteVectorStore _store = new(":memory:");
    private readonly PassageIndex _index;

    private RetrievalEvaluation(TextEncoder encoder, IReadOnlyList<HeldOutQuestion> questions)
    {
        _index = new(_store, encoder);
        Questions = questions;
    }

    /// <summary>The questions.</summary>
    public IReadOnlyList<HeldOutQuestion> Questions { get; }

    /// <summary>The index in memory: all passages, without their leads.</summary>
    public PassageIndex Index => _index;

    /// <summary>Builds an index in memory of all passages, without their leads.</summary>
    public static async Task<RetrievalEvaluation> Of(
        TextEncoder encoder, IReadOnlyList<Passage> passages, IReadOnlyList<HeldOutQuestion> questions, Action<int, int>? progress,
        CancellationToken cancellation)
    {
        var evaluation = new RetrievalEvaluation(encoder, questions);
        await evaluation._index.Update(passages.Select(passage => passage.WithoutLead), progress, cancellation);
        return evaluation;
    }

    /// <summary>Asks all questions in the three ways.</summary>
    public async Task<IReadOnlyList<RetrievalScore>> Run(CancellationToken cancellation)
    {
        var collection = (PassageCollection)_index.Collection;
        var encoder = _index.Encoder;
        return
        [
            await Measure("BM25", question => Task.FromResult(collection.KeywordSearchAsync(
                [.. Words.Content(question)], RetrievalScore.Depth, cancellation))),
            await Measure("vectors", async question => collection.SearchAsync(
                await encoder.EncodeQuestion(question, cancellation), RetrievalScore.Depth, null, cancellation)),
            await Measure("hybrid", async question => collection.HybridSearchAsync(
                await encoder.EncodeQuestion(question, cancellation), [.. Words.Content(question)], RetrievalScore.Depth, null,
                cancellation)),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private async Task<RetrievalScore> Measure(
        string method, Func<string, Task<IAsyncEnumerable<VectorSearchResult<IndexedPassage>>>> search)
    {
        List<int?> ranks = [];
        List<TimeSpan> times = [];
        foreach (var question in Questions)
        {
            var clock = Stopwatch.StartNew();
            var found = await (await search(question.Text)).ToListAsync();
            times.Add(clock.Elapsed);
            var index = found.FindIndex(result => result.Record.Passage == question.Passage);
            ranks.Add(index < 0 ? null : index + 1);
        }

        return new(method, ranks, times.Order().ElementAt(times.Count / 2));
    }
}
