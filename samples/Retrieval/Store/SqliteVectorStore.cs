using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.VectorData;

namespace Retrieval;

/// <summary>A store with one collection, of <see cref="IndexedPassage"/>, in a SQLite file.</summary>
/// <param name="file">The file, which the store owns.</param>
internal sealed class SqliteVectorStore(IndexFile file) : VectorStore
{
    private const string CollectionName = "passages";

    /// <summary>Opens or creates a file.</summary>
    /// <exception cref="SampleException">The file cannot be opened, is damaged, locked, or of another format.</exception>
    public SqliteVectorStore(string path)
        : this(new IndexFile(path))
    {
    }

    /// <inheritdoc/>
    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null) =>
        name == CollectionName && definition?.Properties.OfType<VectorStoreVectorProperty>().SingleOrDefault() is { } vector
            && new PassageCollection(file, name, vector.Dimensions) is VectorStoreCollection<TKey, TRecord> collection
            ? collection
            : throw new NotSupportedException($"The store has one collection, '{CollectionName}', of {nameof(IndexedPassage)}.");

    /// <inheritdoc/>
    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition) =>
        throw new NotSupportedException($"The store has one collection, '{CollectionName}', of {nameof(IndexedPassage)}.");

    /// <inheritdoc/>
    public override IAsyncEnumerable<string> ListCollectionNamesAsync(CancellationToken cancellationToken = default) =>
        new[] { CollectionName }.ToAsyncEnumerable();

    /// <inheritdoc/>
    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult(name == CollectionName);

    /// <inheritdoc/>
    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Delete the file.");

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
