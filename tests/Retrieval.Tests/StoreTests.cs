using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;
using Samples.Shared.Tests;
using Xunit;

namespace Retrieval.Tests;

/// <summary>The store in SQLite.</summary>
public sealed class StoreTests
{
    [Fact]
    public async Task A_passage_is_found_by_its_words_its_vector_and_both()
    {
        using var folder = new TemporaryFolder();
        using var file = new IndexFile(folder["index.db"]);
        var collection = new PassageCollection(file, "passages", 3);
        await collection.UpsertAsync(
            [Record(1, "open the door", 1, 0, 0), Record(2, "close the window", 0, 2, 0), Record(3, "opened doors", 1, 1, 0)]);

        Assert.Equal([1, 3], Titles(await collection.KeywordSearchAsync(["door"], 10).ToListAsync()).Order());
        var near = await collection.SearchAsync(new[] { 0f, 1f, 0f }, 2).ToListAsync();
        Assert.Equal([2, 3], Titles(near));
        Assert.Equal(1, near[0].Score!.Value, 1e-6);
        Assert.Equal(Math.Sqrt(0.5), near[1].Score!.Value, 1e-6);

        // The third is second by its vector, and first or second by its words.
        var both = await collection.HybridSearchAsync(new[] { 0f, 1f, 0f }, ["window"], 3).ToListAsync();
        Assert.Equal(2, Titles(both)[0]);
        Assert.Equal(2.0 / 61, both[0].Score!.Value, 1e-9);
        Assert.Equal(1.0 / 62, both[1].Score!.Value, 1e-9);
    }

    [Fact]
    public async Task A_passage_that_is_stored_again_replaces_itself_and_a_deleted_one_is_gone()
    {
        using var folder = new TemporaryFolder();
        using var file = new IndexFile(folder["index.db"]);
        var collection = new PassageCollection(file, "passages", 3);
        await collection.UpsertAsync([Record(1, "old", 1, 0, 0), Record(2, "other", 0, 1, 0)]);
        await collection.SearchAsync(new[] { 1f, 0f, 0f }, 1).ToListAsync();
        await collection.UpsertAsync(Record(1, "new", 0, 0, 1));

        Assert.Empty(await collection.KeywordSearchAsync(["old"], 10).ToListAsync());
        Assert.Equal([1], Titles(await collection.SearchAsync(new[] { 0f, 0f, 1f }, 1).ToListAsync()));
        Assert.Equal(2, (await collection.GetAsync(_ => true, 10).ToListAsync()).Count);

        await collection.DeleteAsync(Key(1));
        await collection.DeleteAsync(Key(7));
        Assert.Null(await collection.GetAsync(Key(1)));
        Assert.Equal([2], Titles(await collection.SearchAsync(new[] { 0f, 0f, 1f }, 5).ToListAsync()));
        Assert.Empty(await collection.KeywordSearchAsync(["new"], 10).ToListAsync());
    }

    [Fact]
    public async Task A_reader_sees_each_commit_of_a_writer_with_another_connection()
    {
        using var folder = new TemporaryFolder();
        using var one = new IndexFile(folder["index.db"]);
        using var other = new IndexFile(folder["index.db"]);
        var (writer, reader) = (new PassageCollection(one, "passages", 3), new PassageCollection(other, "passages", 3));
        for (var i = 1; i <= 5; i++)
        {
            await writer.UpsertAsync(Record(i, $"word{i} door", 1, i, 0));
            Assert.Equal(i, (await reader.SearchAsync(new[] { 1f, 0f, 0f }, 10).ToListAsync()).Count);
            Assert.Equal(i, (await reader.KeywordSearchAsync(["door"], 10).ToListAsync()).Count);
        }

        await writer.DeleteAsync([Key(2), Key(4)]);
        Assert.Equal([1, 3, 5], Titles(await reader.SearchAsync(new[] { 1f, 0f, 0f }, 10).ToListAsync()));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("NOT")]
    [InlineData("a* OR (b")]
    [InlineData("words:door")]
    public async Task Words_are_never_operators_of_the_search(string word)
    {
        using var file = new IndexFile(":memory:");
        var collection = new PassageCollection(file, "passages", 3);
        await collection.UpsertAsync(Record(1, "door not or", 1, 0, 0));
        await collection.KeywordSearchAsync([word], 10).ToListAsync();
        Assert.Null(FullTextQuery.Of(["?!", "\""]));
    }

    [Fact]
    public async Task A_vector_of_other_dimensions_is_refused()
    {
        using var file = new IndexFile(":memory:");
        var collection = new PassageCollection(file, "passages", 3);
        await Assert.ThrowsAsync<ArgumentException>(async () => await collection.SearchAsync(new[] { 1f }, 1).ToListAsync());

        await collection.UpsertAsync(Record(1, "door", 1, 0));
        var error = await Assert.ThrowsAsync<SampleException>(
            async () => await collection.SearchAsync(new[] { 1f, 0f, 0f }, 1).ToListAsync());
        Assert.Equal(
            "The index ':memory:' is damaged: the vector of passage 1 has 8 bytes instead of 12; delete it to build it again.",
            error.Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("index.db", new string('x', 5000));
        var error = Assert.Throws<SampleException>(() => new IndexFile(path));
        Assert.Equal($"The index '{path}' is damaged: file is not a database; delete it to build it again.", error.Message);
    }

    [Fact]
    public async Task A_damaged_page_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        using (var file = new IndexFile(folder["index.db"]))
        {
            var records = Enumerable.Range(1, 500).Select(i => Record(i, $"word{i}", 1, i, 0));
            await new PassageCollection(file, "passages", 3).UpsertAsync(records);
        }

        var bytes = File.ReadAllBytes(folder["index.db"]);
        Random.Shared.NextBytes(bytes.AsSpan(4096, bytes.Length / 2));
        File.WriteAllBytes(folder["index.db"], bytes);

        var error = Assert.Throws<SampleException>(() =>
        {
            using var file = new IndexFile(folder["index.db"]);
            file.Check();
        });
        Assert.StartsWith($"The index '{folder["index.db"]}' is damaged: ", error.Message);
        Assert.EndsWith("; delete it to build it again.", error.Message);
    }

    [Fact]
    public void A_database_of_another_program_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        using (var connection = new SqliteConnection($"Data Source={folder["index.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE mine (id INTEGER)";
            command.ExecuteNonQuery();
        }

        var before = File.ReadAllBytes(folder["index.db"]);
        var error = Assert.Throws<SampleException>(() => new IndexFile(folder["index.db"]));
        Assert.Contains("is not an index of this program's format 1", error.Message);
        Assert.Equal(before, File.ReadAllBytes(folder["index.db"]));
    }

    [Fact]
    public async Task A_locked_index_is_one_sentence_and_readers_are_not_locked_out()
    {
        using var folder = new TemporaryFolder();
        using var one = new IndexFile(folder["index.db"]);
        await new PassageCollection(one, "passages", 3).UpsertAsync(Record(1, "door", 1, 0, 0));
        using var writing = one.Connection.BeginTransaction();

        using var other = new IndexFile(folder["index.db"], TimeSpan.FromSeconds(1));
        var collection = new PassageCollection(other, "passages", 3);
        Assert.Single(await collection.KeywordSearchAsync(["door"], 10).ToListAsync());
        var error = await Assert.ThrowsAsync<SampleException>(() => collection.UpsertAsync(Record(2, "window", 1, 0, 0)));
        Assert.Equal($"The index '{folder["index.db"]}' is locked by another process: try again when it has finished.", error.Message);
    }

    [Fact]
    public async Task An_update_that_is_stopped_is_completed_by_the_next()
    {
        using var file = new IndexFile(":memory:");
        using var store = new SqliteVectorStore(file);
        using var model = new PassageEncoder();
        using var encoder = new TextEncoder(new PassageEmbeddings(model, true), new PassageEmbeddings(model, false), 128, "f", "test");
        var index = new PassageIndex(store, encoder);
        List<Passage> old = [.. Enumerable.Range(0, 300).Select(i => new Passage("old", $"{i}", $"old {i}", ""))];
        List<Passage> now = [.. Enumerable.Range(0, 1500).Select(i => new Passage("new", $"{i}", $"new {i % 700}", "")), old[0], old[0]];
        Assert.Equal(new(300, 0, 0), await index.Update(old));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.Update(now, (_, _) => stop.Cancel(), stop.Token));
        Assert.Equal(300 + 512, file.Number("SELECT count(*) FROM passages"));
        Assert.Equal(new(1501 - 512, 299, 513), await index.Update(now));
        Assert.Equal(new(0, 0, 1502), await index.Update(now));
        Assert.Equal(1502, file.Number("SELECT count(*) FROM full_text_docsize"));
    }

    [Fact]
    public void Fusion_adds_the_reciprocals_of_the_ranks()
    {
        var fused = ReciprocalRankFusion.Combine([7, 8, 9], [8, 7, 5]);
        Assert.Equal([7, 8, 5, 9], fused.Select(one => one.Id));
        Assert.Equal(1.0 / 61 + 1.0 / 62, fused[0].Score, 1e-12);
        Assert.Equal(1.0 / 63, fused[3].Score, 1e-12);
    }

    [Fact]
    public async Task The_nearest_of_many_vectors_are_those_of_a_plain_search()
    {
        using var file = new IndexFile(":memory:");
        var collection = new PassageCollection(file, "passages", 8);
        var random = new Random(1);
        var vectors = Enumerable.Range(0, 9000)
            .Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToList();
        await collection.UpsertAsync(vectors.Select((vector, i) => Record(i, "", vector)));

        var expected = Enumerable.Range(0, 9000).OrderByDescending(i => Cosine(vectors[i], vectors[17])).Take(20).ToList();
        Assert.Equal(expected, Titles(await collection.SearchAsync(vectors[17], 20).ToListAsync()));
    }

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(y => (double)y * y));

    private static IReadOnlyList<int> Titles(IEnumerable<VectorSearchResult<IndexedPassage>> results) =>
        [.. results.Select(result => int.Parse(result.Record.Title))];

    private static IndexedPassage Record(int number, string words, params float[] vector) => new()
    {
        Key = Key(number), Document = "d", Title = $"{number}", Lead = words, Words = words, Vector = vector,
    };

    private static Guid Key(int number) => new(number, 0, 0, new byte[8]);
}
