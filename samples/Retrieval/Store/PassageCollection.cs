using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;

namespace Retrieval;

/// <summary>
/// The passages of an index in SQLite, with a search by words (BM25 of FTS5), by vectors (cosine, exact) and by both (reciprocal-rank
/// fusion). One thread at a time may use it; other processes may read and write the same file.
/// </summary>
internal sealed class PassageCollection : VectorStoreCollection<Guid, IndexedPassage>, IKeywordHybridSearchable<IndexedPassage>
{
    // How many results of each search are combined.
    private const int FusedResults = 100;
    private const string Columns = "SELECT key, document, title, lead, text, vector FROM passages";
    private const string ColumnsWithoutVector = "SELECT key, document, title, lead, text, NULL FROM passages";

    private readonly IndexFile _file;
    private readonly int _dimensions;
    private readonly VectorCache _vectors;
    private long _changes;

    /// <param name="file">The index.</param>
    /// <param name="name">The name of the collection.</param>
    /// <param name="dimensions">The number of dimensions of a vector.</param>
    public PassageCollection(IndexFile file, string name, int dimensions)
    {
        (_file, Name, _dimensions) = (file, name, dimensions);
        _vectors = new(dimensions);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);

    /// <inheritdoc/>
    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        Write(() => _file.Execute("DELETE FROM full_text; DELETE FROM passages"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<IndexedPassage?> GetAsync(
        Guid key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(_file.Run(() => Select($"{Columns} WHERE key = $0", key.ToByteArray()).FirstOrDefault()));

    /// <inheritdoc/>
    public override async IAsyncEnumerable<IndexedPassage> GetAsync(
        Expression<Func<IndexedPassage, bool>> filter, int top, FilteredRecordRetrievalOptions<IndexedPassage>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var holds = filter.Compile();
        var columns = options?.IncludeVectors == true ? Columns : ColumnsWithoutVector;
        var found = _file.Run(() => Select($"{columns} ORDER BY id").Where(holds).Skip(options?.Skip ?? 0).Take(top).ToList());
        foreach (var passage in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return passage;
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task UpsertAsync(IndexedPassage record, CancellationToken cancellationToken = default) =>
        UpsertAsync([record], cancellationToken);

    /// <summary>Stores passages, all or none of them.</summary>
    public override Task UpsertAsync(IEnumerable<IndexedPassage> records, CancellationToken cancellationToken = default)
    {
        Write(() =>
        {
            using var insert = _file.Command(
                "INSERT INTO passages (key, document, title, lead, text, vector) VALUES ($0, $1, $2, $3, $4, $5) RETURNING id",
                "", "", "", "", "", "");
            using var index = _file.Command("INSERT INTO full_text (rowid, words) VALUES ($0, $1)", 0L, "");
            using var delete = new Deletion(_file);
            foreach (var record in records)
            {
                delete.Of(record.Key);
                Set(
                    insert, record.Key.ToByteArray(), record.Document, record.Title, record.Lead, record.Text,
                    MemoryMarshal.AsBytes(record.Vector.Span).ToArray());
                Set(index, insert.ExecuteScalar()!, record.Words);
                index.ExecuteNonQuery();
            }
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(Guid key, CancellationToken cancellationToken = default) => DeleteAsync([key], cancellationToken);

    /// <summary>Deletes passages, all or none of them.</summary>
    public override Task DeleteAsync(IEnumerable<Guid> keys, CancellationToken cancellationToken = default)
    {
        Write(() =>
        {
            using var delete = new Deletion(_file);
            foreach (var key in keys)
            {
                delete.Of(key);
            }
        });
        return Task.CompletedTask;
    }

    /// <summary>The nearest passages to a vector, with their cosines.</summary>
    public override IAsyncEnumerable<VectorSearchResult<IndexedPassage>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<IndexedPassage>? options = null, CancellationToken cancellationToken = default) =>
        Read(() => Results(Near(Vector(searchValue), top + (options?.Skip ?? 0)), options?.Filter, options?.Skip ?? 0), cancellationToken);

    /// <summary>The best passages for words, with their BM25.</summary>
    public IAsyncEnumerable<VectorSearchResult<IndexedPassage>> KeywordSearchAsync(
        ICollection<string> keywords, int top, CancellationToken cancellationToken = default) =>
        Read(() => Results(Matching(keywords, top), filter: null, skip: 0), cancellationToken);

    /// <summary>The best passages for words and a vector, with the score of reciprocal-rank fusion.</summary>
    public IAsyncEnumerable<VectorSearchResult<IndexedPassage>> HybridSearchAsync<TInput>(
        TInput searchValue, ICollection<string> keywords, int top, HybridSearchOptions<IndexedPassage>? options = null,
        CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        var skip = options?.Skip ?? 0;
        return Read(
            () => Results(
                ReciprocalRankFusion.Combine(
                    Near(Vector(searchValue), FusedResults).Select(one => one.Id), Matching(keywords, FusedResults).Select(one => one.Id))
                    .Take(top + skip),
                options?.Filter, skip),
            cancellationToken);
    }

    /// <inheritdoc cref="VectorStoreCollection{TKey, TRecord}.GetService"/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    private IReadOnlyList<(long Id, double Score)> Near(ReadOnlyMemory<float> vector, int top)
    {
        _vectors.Follow(_file, _changes);
        return _vectors.Nearest(vector.Span, top);
    }

    private List<(long Id, double Score)> Matching(ICollection<string> keywords, int top)
    {
        List<(long, double)> found = [];
        if (FullTextQuery.Of(keywords) is { } query)
        {
            // FTS5 returns the negative of BM25, so that the best is first.
            using var command = _file.Command(
                "SELECT rowid, -rank FROM full_text WHERE full_text MATCH $0 ORDER BY rank LIMIT $1", query, top);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                found.Add((reader.GetInt64(0), reader.GetDouble(1)));
            }
        }

        return found;
    }

    private IEnumerable<VectorSearchResult<IndexedPassage>> Results(
        IEnumerable<(long Id, double Score)> found, Expression<Func<IndexedPassage, bool>>? filter, int skip)
    {
        var holds = filter?.Compile();
        return found.Select(one => (one.Score, Passage: Select($"{Columns} WHERE id = $0", one.Id).FirstOrDefault()))
            .Where(one => one.Passage is not null && (holds is null || holds(one.Passage)))
            .Skip(skip)
            .Select(one => new VectorSearchResult<IndexedPassage>(one.Passage!, one.Score));
    }

    private IEnumerable<IndexedPassage> Select(string sql, params object[] parameters)
    {
        using var command = _file.Command(sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new()
            {
                Key = new((byte[])reader.GetValue(0)),
                Document = reader.GetString(1),
                Title = reader.GetString(2),
                Lead = reader.GetString(3),
                Text = reader.GetString(4),
                Vector = reader.IsDBNull(5) ? default : MemoryMarshal.Cast<byte, float>((byte[])reader.GetValue(5)).ToArray(),
            };
        }
    }

    // The words and the vectors of one search are those of one commit.
    private async IAsyncEnumerable<VectorSearchResult<IndexedPassage>> Read(
        Func<IEnumerable<VectorSearchResult<IndexedPassage>>> search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = _file.Run(() =>
        {
            using var transaction = _file.Connection.BeginTransaction(deferred: true);
            return search().ToList();
        });
        foreach (var result in results)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return result;
        }

        await Task.CompletedTask;
    }

    private void Write(Action change) => _file.Run<object?>(() =>
    {
        using var transaction = _file.Connection.BeginTransaction();
        change();
        transaction.Commit();
        _changes++;
        return null;
    });

    private ReadOnlyMemory<float> Vector<TInput>(TInput value)
    {
        ReadOnlyMemory<float> vector = value switch
        {
            ReadOnlyMemory<float> memory => memory,
            float[] array => array,
            Embedding<float> embedding => embedding.Vector,
            _ => throw new NotSupportedException($"A search takes a vector of float32, not a {typeof(TInput)}."),
        };
        return vector.Length == _dimensions
            ? vector
            : throw new ArgumentException($"The vector has {vector.Length} dimensions, and the index has {_dimensions}.", nameof(value));
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    /// <summary>Deletes passages by key, if they exist.</summary>
    private sealed class Deletion(IndexFile file) : IDisposable
    {
        private readonly SqliteCommand _find = file.Command("SELECT id FROM passages WHERE key = $0", "");
        private readonly SqliteCommand _words = file.Command("DELETE FROM full_text WHERE rowid = $0", 0L);
        private readonly SqliteCommand _passage = file.Command("DELETE FROM passages WHERE id = $0", 0L);

        public void Of(Guid key)
        {
            Set(_find, key.ToByteArray());
            if (_find.ExecuteScalar() is { } id)
            {
                Set(_words, id);
                _words.ExecuteNonQuery();
                Set(_passage, id);
                _passage.ExecuteNonQuery();
            }
        }

        public void Dispose()
        {
            _find.Dispose();
            _words.Dispose();
            _passage.Dispose();
        }
    }
}
