using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Creates data loaders.</summary>
public static class BatchLoader
{
    /// <summary>Batches from a dataset.</summary>
    /// <typeparam name="T">The type of an example.</typeparam>
    /// <typeparam name="TBatch">The type of a batch.</typeparam>
    /// <param name="dataset">The examples.</param>
    /// <param name="collate">
    /// Makes a batch of some examples, on a background thread. Tensors that it creates and that are not in the batch are disposed after it.
    /// Build tensors on the CPU from arrays there: operations
    /// on large tensors would start threads that compete with the model's.
    /// </param>
    /// <param name="options">The size of the batches and their order.</param>
    /// <param name="augment">Changes each example at random whenever it is read.</param>
    /// <param name="length">The length of an example, to put examples of a similar length into one batch.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="TrainingException">There is no example.</exception>
    public static BatchLoader<T, TBatch> Create<T, TBatch>(
        IDataset<T> dataset,
        Func<IReadOnlyList<T>, TBatch> collate,
        DataLoaderOptions? options = null,
        Func<T, Random, T>? augment = null,
        Func<T, int>? length = null) => new(dataset, collate, options) { Augment = augment, Length = length };

    /// <summary>Batches of the windows of a series.</summary>
    /// <typeparam name="TBatch">The type of a batch, such as that of a declared model.</typeparam>
    /// <param name="series">The windows.</param>
    /// <param name="create">
    /// Creates a batch of inputs <c>(B, inputSteps, features)</c> and targets <c>(B, horizon · targets)</c>, both Float, which it owns.
    /// </param>
    /// <param name="options">The size of the batches and their order.</param>
    /// <returns>The loader.</returns>
    public static BatchLoader<SeriesWindow, TBatch> FromSeries<TBatch>(
        SeriesDataset series, Func<Tensor, Tensor, TBatch> create, DataLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(create);
        return Create(series, Collate, options);

        TBatch Collate(IReadOnlyList<SeriesWindow> windows) => create(
            Collation.Stack([.. windows.Select(window => window.Input)], series.InputSteps, series.Features),
            Collation.Stack([.. windows.Select(window => window.Target)]));
    }

    /// <summary>Batches of images of one size and their classes.</summary>
    /// <typeparam name="TBatch">The type of a batch, such as that of a declared model.</typeparam>
    /// <param name="images">The images and the numbers of their classes.</param>
    /// <param name="create">
    /// Creates a batch of images <c>(B, channels, height, width)</c>, Float, and classes <c>(B)</c>, Int64, which it owns.
    /// </param>
    /// <param name="options">The size of the batches and their order.</param>
    /// <param name="augment">Changes each image at random whenever it is read.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="TrainingException">There is no image.</exception>
    public static BatchLoader<(ImagePixels Image, long Label), TBatch> FromImages<TBatch>(
        IDataset<(ImagePixels Image, long Label)> images,
        Func<Tensor, Tensor, TBatch> create,
        DataLoaderOptions? options = null,
        Func<ImagePixels, Random, ImagePixels>? augment = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Create(
            images, Collate, options, augment is null ? null : (example, random) => (augment(example.Image, random), example.Label));

        TBatch Collate(IReadOnlyList<(ImagePixels Image, long Label)> examples)
        {
            var first = examples[0].Image;
            if (examples.Select(example => example.Image).FirstOrDefault(image => !HaveSameSize(image, first)) is { } other)
            {
                throw new TrainingException(
                    $"Images of a batch are ({first.Channels}, {first.Height}, {first.Width}) and ({other.Channels}, {other.Height}, "
                    + $"{other.Width}): scale or crop them to one size.");
            }

            return create(
                Collation.Stack([.. examples.Select(example => example.Image.Values)], first.Channels, first.Height, first.Width),
                Collation.Vector([.. examples.Select(example => example.Label)]));
        }
    }

    // Their third parameters are of different kinds, so a call fits one of them only.
#pragma warning disable RS0026
    /// <summary>Batches of the rows of two tensors that are in memory, which are gathered on the thread that asks for them.</summary>
    /// <param name="inputs">The inputs <c>(N, ...)</c>, which the caller keeps.</param>
    /// <param name="targets">The targets <c>(N, ...)</c>, which the caller keeps.</param>
    /// <param name="options">The size of the batches and their order.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="TrainingException">There is no example, or not the same number of inputs and targets.</exception>
    public static IBatchSource<Batch> FromTensors(Tensor inputs, Tensor targets, DataLoaderOptions? options = null) =>
        FromTensors(inputs, targets, static (input, target) => new Batch(input, target), options);

    /// <summary>Batches of a type of your own, of the rows of two tensors that are in memory.</summary>
    /// <typeparam name="TBatch">The type of a batch, such as that of a declared model.</typeparam>
    /// <param name="inputs">The inputs <c>(N, ...)</c>, which the caller keeps.</param>
    /// <param name="targets">The targets <c>(N, ...)</c>, which the caller keeps.</param>
    /// <param name="create">Creates a batch of inputs and targets, which it owns.</param>
    /// <param name="options">The size of the batches and their order.</param>
    /// <returns>The loader, which gathers a batch on the thread that requests it.</returns>
    /// <exception cref="TrainingException">There is no example, or not the same number of inputs and targets.</exception>
    public static IBatchSource<TBatch> FromTensors<TBatch>(
        Tensor inputs, Tensor targets, Func<Tensor, Tensor, TBatch> create, DataLoaderOptions? options = null) =>
        new TensorLoader<TBatch>(inputs, targets, create, options ?? new());
#pragma warning restore RS0026

    private static bool HaveSameSize(ImagePixels one, ImagePixels other) =>
        (one.Channels, one.Height, one.Width) == (other.Channels, other.Height, other.Width);
}

/// <summary>
/// Batches from a dataset, prepared ahead on background threads. The same epoch always has the same batches, whatever the number of
/// threads.
/// </summary>
/// <typeparam name="T">The type of an example.</typeparam>
/// <typeparam name="TBatch">The type of a batch.</typeparam>
public sealed class BatchLoader<T, TBatch> : IBatchSource<TBatch>
{
    private readonly IDataset<T> _dataset;
    private readonly Func<IReadOnlyList<T>, TBatch> _collate;
    private readonly DataLoaderOptions _options;
    private readonly Lazy<int[]?> _lengths;

    /// <summary>Creates a loader; <see cref="BatchLoader.Create"/> does the same and lets the compiler find the types.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="collate">Makes a batch of some examples, on a background thread.</param>
    /// <param name="options">The size of the batches and their order.</param>
    /// <exception cref="TrainingException">There is no example.</exception>
    public BatchLoader(IDataset<T> dataset, Func<IReadOnlyList<T>, TBatch> collate, DataLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(collate);
        (_dataset, _collate, _options) = (dataset, collate, options ?? new());
        _options.Validate();
        _lengths = new(() => Length is { } length ? [.. Enumerable.Range(0, dataset.Count).Select(index => length(dataset[index]))] : null);
        if (dataset.Count == 0)
        {
            throw new TrainingException("The data are empty: there is no example to make a batch of.");
        }
    }

    /// <summary>
    /// Changes each example at random whenever it is read. The generator depends on the seed, the epoch and the example alone.
    /// </summary>
    public Func<T, Random, T>? Augment { get; init; }

    /// <summary>The length of an example, to put examples of a similar length into one batch, where little is padded.</summary>
    public Func<T, int>? Length { get; init; }

    /// <inheritdoc/>
    public long? BatchesPerEpoch => BatchPlan.Count(_dataset.Count, _options);

    /// <inheritdoc/>
    public string Fingerprint => $"{_dataset.Fingerprint}, {_options.Fingerprint}{(Length is null ? null : ", by length")}";

    /// <inheritdoc/>
    /// <exception cref="TrainingException">An example cannot be read, augmented or collated.</exception>
    public IEnumerable<TBatch> Batches(int epoch, long skip = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        var plan = BatchPlan.Of(_dataset.Count, _options, epoch, _lengths.Value);
        var first = (int)Math.Min(skip, plan.Count);
        return _options.Workers == 0
            ? Enumerable.Range(first, plan.Count - first).Select(batch => Make(plan[batch].Span, epoch))
            : Prefetching.Ordered(batch => Make(plan[batch].Span, epoch), first, plan.Count, _options.Workers, _options.Prefetch);
    }

    private TBatch Make(ReadOnlySpan<int> indices, int epoch)
    {
        var examples = new T[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            try
            {
                examples[i] = _dataset[indices[i]];
                if (Augment is { } augment)
                {
                    examples[i] = augment(examples[i], new SeededRandom(_options.Seed, epoch, indices[i]));
                }
            }
            catch (Exception cause) when (cause is not TrainingException)
            {
                throw new TrainingException($"Example {indices[i]}, counted from 0, cannot be read: {cause.Message}", cause);
            }
        }

        // Dispose scopes belong to a thread: what is handed to another one must be in none.
        using var scope = NewDisposeScope();
        var batch = _collate(examples);
        if (BatchOperations.Tensors(batch) is { } tensors)
        {
            scope.Detach(tensors);
        }
        else
        {
            scope.Detach(scope.DisposablesView.ToArray());
        }

        return batch;
    }
}
