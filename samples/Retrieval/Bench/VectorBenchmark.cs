using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Threading.Tasks;
using Cloud.Unum.USearch;
using Microsoft.Extensions.VectorData;
using ModelGen.Training;
using Spectre.Console;

namespace Retrieval;

/// <summary>
/// Measures many synthetic vectors: the exact search of the store, and an approximate index, a hierarchical navigable small world graph
/// (Malkov and Yashunin 2016) of the library USearch.
/// </summary>
internal sealed class VectorBenchmark(Interruption interruption)
{
    private const int Dimensions = 384;
    private const int Queries = 100;
    private const int Top = 10;
    private const int PerCommit = 10_000;
    private const ulong Connectivity = 16;
    private const ulong Expansion = 64;

    private readonly SyntheticVectors _vectors = new(Dimensions, seed: 1);

    /// <summary>Builds both indexes and prints what they cost.</summary>
    /// <param name="output">The folder for the files, which are deleted at the end.</param>
    /// <param name="count">The number of vectors.</param>
    /// <param name="time">How long the approximate index may be built.</param>
    public async Task Run(OutputFolder output, long count, TimeSpan time)
    {
        var queries = Enumerable.Range(0, Queries).Select(i => _vectors.Of(long.MaxValue - i)).ToList();
        List<Row> rows = [];
        try
        {
            var (exact, found) = await Exact(output["bench.db"], count, queries);
            rows.Add(exact);
            if (!interruption.Requested)
            {
                rows.Add(Approximate(output["bench.usearch"], exact.Count, time, queries, found));
            }
        }
        finally
        {
            foreach (var file in new[] { "bench.db", "bench.db-wal", "bench.db-shm", "bench.usearch" })
            {
                File.Delete(output[file]);
            }
        }

        var table = new Table().Border(TableBorder.Ascii)
            .AddColumns("index", "vectors", "build", "MiB on disk", "p50 ms", "p95 ms", "recall@10");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Name, $"{row.Count:N0}", Duration.Text(row.Build), $"{row.Bytes / 1024.0 / 1024:N0}",
                $"{row.Percentile(0.5):F2}", $"{row.Percentile(0.95):F2}", $"{row.Recall:P1}");
        }

        AnsiConsole.Write(table);
    }

    private async Task<(Row Row, IReadOnlyList<long[]> Found)> Exact(string path, long count, IReadOnlyList<float[]> queries)
    {
        File.Delete(path);
        using var file = new IndexFile(path);
        var collection = new PassageCollection(file, "passages", Dimensions);
        var clock = Stopwatch.StartNew();
        var stored = 0L;
        while (stored < count && !interruption.Requested)
        {
            var first = stored;
            var group = (int)long.Min(PerCommit, count - first);
            await collection.UpsertAsync(Enumerable.Range(0, group).Select(i => Record(first + i)));
            stored += group;
            Report("stored in SQLite", stored, count, clock);
        }

        file.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var build = clock.Elapsed;
        clock.Restart();
        await collection.SearchAsync(queries[0], 1).ToListAsync();
        Console.WriteLine($"Read into memory by the first search in {clock.Elapsed.TotalSeconds:F1} s.");
        var (times, found) = (new List<double>(), new List<long[]>());
        foreach (var query in queries)
        {
            clock.Restart();
            var results = await collection.SearchAsync(query, Top).ToListAsync();
            times.Add(clock.Elapsed.TotalMilliseconds);
            found.Add([.. results.Select(result => Number(result.Record.Key))]);
        }

        return (new("exact", stored, build, new FileInfo(path).Length, times, 1), found);
    }

    private Row Approximate(
        string path, long count, TimeSpan time, IReadOnlyList<float[]> queries, IReadOnlyList<long[]> exact)
    {
        using var index = new USearchIndex(
            MetricKind.Cos, ScalarKind.Float16, Dimensions, Connectivity, expansionAdd: Expansion, expansionSearch: Expansion);
        var clock = Stopwatch.StartNew();
        var added = 0L;
        while (added < count && clock.Elapsed < time && !interruption.Requested)
        {
            var group = Enumerable.Range(0, (int)long.Min(1000, count - added)).Select(i => added + i).ToList();
            index.Add([.. group.Select(number => (ulong)number)], [.. group.Select(_vectors.Of)]);
            added += group.Count;
            Report("added to the graph", added, count, clock);
        }

        var build = clock.Elapsed;
        index.Save(path);
        if (added < count)
        {
            Console.WriteLine(
                $"The graph has the first {added:N0} vectors, after {Duration.Text(time)}; its recall is measured among them.");
            exact = Nearest(queries, added);
        }

        var (times, hits) = (new List<double>(), 0);
        foreach (var (query, right) in queries.Zip(exact))
        {
            clock.Restart();
            index.Search(query, Top, out var keys, out _);
            times.Add(clock.Elapsed.TotalMilliseconds);
            hits += keys.Count(key => right.Contains((long)key));
        }

        return new("HNSW", added, build, new FileInfo(path).Length, times, (double)hits / (Top * queries.Count));
    }

    // The exact neighbours among the first vectors.
    private IReadOnlyList<long[]> Nearest(IReadOnlyList<float[]> queries, long count)
    {
        var best = queries.Select(_ => new PriorityQueue<long, float>()).ToList();
        for (var number = 0L; number < count; number++)
        {
            var vector = _vectors.Of(number);
            for (var query = 0; query < queries.Count; query++)
            {
                best[query].Enqueue(number, TensorPrimitives.CosineSimilarity(vector, queries[query]));
                if (best[query].Count > Top)
                {
                    best[query].Dequeue();
                }
            }
        }

        return [.. best.Select(queue => queue.UnorderedItems.Select(item => item.Element).ToArray())];
    }

    private IndexedPassage Record(long number) => new()
    {
        Key = new((int)number, 0, 0, new byte[8]), Document = "synthetic", Title = $"{number}", Vector = _vectors.Of(number),
    };

    private static long Number(Guid key) => BitConverter.ToInt32(key.ToByteArray());

    private static void Report(string what, long count, long all, Stopwatch clock)
    {
        if (count == all || count % 100_000 == 0)
        {
            Console.WriteLine($"{count:N0} of {all:N0} {what}, {Duration.Text(clock.Elapsed)}.");
        }
    }

    /// <summary>What an index costs.</summary>
    private sealed record Row(string Name, long Count, TimeSpan Build, long Bytes, List<double> Times, double Recall)
    {
        public double Percentile(double share) => Times.Order().ElementAt((int)(share * (Times.Count - 1)));
    }
}
