using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Training;

/// <summary>Datasets, and what they are made of.</summary>
public static class Dataset
{
    /// <summary>The items of a list.</summary>
    /// <typeparam name="T">The type of an example.</typeparam>
    /// <param name="items">The examples; they must not change any more.</param>
    /// <param name="fingerprint">What identifies the data; the number of items and a hash of some of them if it is not given.</param>
    /// <returns>The dataset.</returns>
    public static IDataset<T> Of<T>(IReadOnlyList<T> items, string? fingerprint = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new ListDataset<T>(items, fingerprint);
    }

    /// <summary>
    /// The lines of a text file in UTF-8, without their ends. A line is read when it is accessed; only the
    /// offsets of the lines are kept in memory.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The dataset, which the caller disposes.</returns>
    /// <exception cref="TrainingException">The file cannot be read.</exception>
    public static LineDataset Lines(string path) => new(path);

    /// <summary>Converts each example whenever it is read.</summary>
    /// <typeparam name="TSource">The type of an example before.</typeparam>
    /// <typeparam name="T">The type of an example after.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="convert">Converts an example; it is called on several threads at once.</param>
    /// <returns>The dataset.</returns>
    public static IDataset<T> Select<TSource, T>(this IDataset<TSource> dataset, Func<TSource, T> convert)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(convert);
        return new ConvertedDataset<TSource, T>(dataset, convert);
    }

    /// <summary>Some of the examples, in an order of one's own.</summary>
    /// <typeparam name="T">The type of an example.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="indices">The indices of the examples.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no example of such an index.</exception>
    public static IDataset<T> Subset<T>(this IDataset<T> dataset, IReadOnlyList<int> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Any(index => index < 0 || index >= dataset.Count))
        {
            throw new ArgumentOutOfRangeException(
                nameof(indices),
                $"Index {indices.First(index => index < 0 || index >= dataset.Count)} is none of the {dataset.Count} examples.");
        }

        return new SubsetDataset<T>(dataset, indices);
    }

    /// <summary>The examples, one after the other, each read when it is reached.</summary>
    /// <typeparam name="T">The type of an example.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <returns>The examples in the order of their indices.</returns>
    public static IEnumerable<T> AsEnumerable<T>(this IDataset<T> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Enumerable.Range(0, dataset.Count).Select(index => dataset[index]);
    }

    private sealed class ListDataset<T>(IReadOnlyList<T> items, string? fingerprint) : IDataset<T>
    {
        private readonly Lazy<string> _fingerprint = new(() => fingerprint ?? Fingerprints.Of(items));

        public int Count => items.Count;

        public string Fingerprint => _fingerprint.Value;

        public T this[int index] => items[index];
    }

    private sealed class ConvertedDataset<TSource, T>(IDataset<TSource> source, Func<TSource, T> convert) : IDataset<T>
    {
        public int Count => source.Count;

        public string Fingerprint => source.Fingerprint;

        public T this[int index] => convert(source[index]);
    }

    private sealed class SubsetDataset<T>(IDataset<T> source, IReadOnlyList<int> indices) : IDataset<T>
    {
        public int Count => indices.Count;

        public string Fingerprint => $"{source.Fingerprint}, {Fingerprints.Of(indices)}";

        public T this[int index] => source[indices[index]];
    }
}
