using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Data;

/// <summary>Which examples come in which batch, on whatever threads.</summary>
public sealed class LoaderTests
{
    [Fact]
    public void Every_example_occurs_once_per_epoch_in_an_order_of_its_own()
    {
        var loader =
            BatchLoader.Create(Dataset.Of(Enumerable.Range(0, 103).ToArray()), Collate, new() { BatchSize = 10, Shuffle = true, Seed = 4 });
        Assert.Equal(11L, loader.BatchesPerEpoch);
        var (first, second) = (Read(loader, 0), Read(loader, 1));
        Assert.Equal([10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 3], first.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 103).Select(i => (long)i), first.SelectMany(batch => batch).Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Read(loader, 0));
        Assert.Equal(first[4..], Read(loader, 0, skip: 4));
        Assert.Empty(Read(loader, 0, skip: 11));
    }

    [Fact]
    public void The_batches_do_not_depend_on_the_number_of_threads()
    {
        BatchLoader<int, Tensor> Loader(int workers) =>
            new(Dataset.Of(Enumerable.Range(0, 500).ToArray()), Collate,
                new() { BatchSize = 7, Shuffle = true, Workers = workers, Prefetch = 9 })
        {
            Augment = (value, random) => value * 1000 + random.Next(1000),
        };
        var alone = Read(Loader(0), 3);
        Assert.Equal(alone, Read(Loader(1), 3));
        Assert.Equal(alone, Read(Loader(4), 3));
        Assert.NotEqual(alone, Read(Loader(0), 4));
    }

    [Fact]
    public void An_incomplete_batch_is_dropped_if_asked_for()
    {
        var loader = BatchLoader.Create(Dataset.Of(Enumerable.Range(0, 25).ToArray()), Collate, new() { BatchSize = 10, DropLast = true });
        Assert.Equal(2L, loader.BatchesPerEpoch);
        Assert.Equal([[0L, 1, 2, 3, 4, 5, 6, 7, 8, 9], [10L, 11, 12, 13, 14, 15, 16, 17, 18, 19]], Read(loader, 0));
    }

    [Fact]
    public void Windows_of_a_series_become_inputs_with_features_and_flat_targets()
    {
        var series = new SeriesDataset(
            [.. Enumerable.Range(0, 20).Select(i => new float[] { i, 100 + i })], inputSteps: 3, horizon: 2, targets: [1]);
        using var batch = BatchLoader.FromSeries(series, (input, target) => new Batch(input, target), new() { BatchSize = 4 })
            .Batches(0).First();
        Assert.Equal([4L, 3, 2], batch.Input.shape);
        Assert.Equal([4L, 2], batch.Target.shape);
        Assert.Equal([2f, 102, 3, 103, 4, 104], batch.Input[2].flatten().data<float>().ToArray());
        Assert.Equal([105f, 106], batch.Target[2].data<float>().ToArray());
    }

    [Fact]
    public void Images_become_a_tensor_of_channels_and_only_images_are_augmented()
    {
        var images = Enumerable.Range(0, 5)
            .Select(i => (Image: new ImagePixels([i, i + 1, i + 2, i + 3], 2, 1, 2), Label: (long)i)).ToArray();
        using var batch = BatchLoader.FromImages(
            Dataset.Of(images), (input, target) => new Batch(input, target), new() { BatchSize = 3 },
            (image, random) => image.RandomFlip(random, probability: 1)).Batches(0).First();
        Assert.Equal([3L, 2, 1, 2], batch.Input.shape);
        Assert.Equal([2f, 1, 4, 3], batch.Input[1].flatten().data<float>().ToArray());
        Assert.Equal([0L, 1, 2], batch.Target.data<long>().ToArray());

        var mixed = Dataset.Of([images[0], (new ImagePixels([1, 2], 2, 1, 1), 1L)]);
        Assert.Equal(
            "Images of a batch are (2, 1, 2) and (2, 1, 1): scale or crop them to one size.",
            Assert.Throws<TrainingException>(
                () => BatchLoader.FromImages(mixed, (input, target) => new Batch(input, target)).Batches(0).First()).Message);
    }

    [Fact]
    public void Create_takes_an_augmentation_and_a_length()
    {
        var loader = BatchLoader.Create(
            Dataset.Of(new[] { 5, 1, 4, 2 }), Collate, new() { BatchSize = 2 }, augment: (value, _) => 10 * value, length: value => value);
        Assert.Equal([[10L, 20], [40L, 50]], Read(loader, 0));
    }

    [Fact]
    public void Buckets_put_similar_lengths_into_one_batch()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 1000).Select(_ => new long[random.Next(1, 100)]).ToArray();
        var options = new DataLoaderOptions { BatchSize = 8, Shuffle = true };
        var plain = Padding(new BatchLoader<long[], PaddedSequences>(Dataset.Of(texts), rows => Collation.Pad(rows), options));
        var buckets =
            Padding(
                new BatchLoader<long[], PaddedSequences>(
                    Dataset.Of(texts), rows => Collation.Pad(rows), options) { Length = text => text.Length });
        Assert.True(buckets < plain / 8, $"{buckets} of {plain}");

        static long Padding(BatchLoader<long[], PaddedSequences> loader)
        {
            var padding = 0L;
            var examples = 0L;
            foreach (var batch in loader.Batches(0))
            {
                using (batch)
                {
                    padding += batch.Values.numel() - batch.Lengths.sum().item<long>();
                    examples += batch.Lengths.numel();
                }
            }

            Assert.Equal(1000, examples);
            return padding;
        }
    }

    [Fact]
    public void Padded_sequences_say_where_they_are_padded()
    {
        using var padded = Collation.Pad<long>([[1, 2, 3], [], [4, 5, 6, 7, 8]], padding: 9, maximum: 4);
        Assert.Equal([1L, 2, 3, 9, 9, 9, 9, 9, 4, 5, 6, 7], padded.Values.data<long>().ToArray());
        Assert.Equal(
            [false, false, false, true, true, true, true, true, false, false, false, false], padded.Padding.data<bool>().ToArray());
        Assert.Equal([3L, 0, 4], padded.Lengths.data<long>().ToArray());
    }

    [Fact]
    public void Rows_are_stacked_in_any_shape()
    {
        using var stacked = Collation.Stack<float>([new float[] { 1, 2, 3, 4 }, new float[] { 5, 6, 7, 8 }], 2, 2);
        Assert.Equal([2L, 2, 2], stacked.shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6, 7, 8], stacked.data<float>().ToArray());
        Assert.Equal(
            "Row 1 of a batch has 1 elements, and row 0 has 2: pad them to one length.",
            Assert.Throws<TrainingException>(() => Collation.Stack<float>([new float[2], new float[1]])).Message);
    }

    [Fact]
    public void Tensors_in_memory_are_gathered_by_rows()
    {
        using var inputs = arange(0, 20).reshape(10, 2);
        using var targets = arange(0, 10);
        var loader = BatchLoader.FromTensors(inputs, targets, new() { BatchSize = 4, Shuffle = true, Seed = 2 });
        List<long> seen = [];
        Handles.None(() =>
        {
            foreach (var batch in loader.Batches(0))
            {
                using (batch)
                {
                    Assert.Equal(
                        batch.Target.data<long>().ToArray().SelectMany(row => new[] { 2 * row, 2 * row + 1 }),
                        batch.Input.data<long>().ToArray());
                    seen.AddRange(batch.Target.data<long>());
                }
            }
        });
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), seen.Order());
        using var few = arange(0, 9);
        Assert.Equal(
            "Inputs and targets need the same number of rows, but they are (10, 2) and (9,).",
            Assert.Throws<TrainingException>(() => BatchLoader.FromTensors(inputs, few)).Message);
    }

    [Fact]
    public void Threads_work_no_further_ahead_than_they_may_and_leave_nothing_behind()
    {
        var made = 0;
        var loader = BatchLoader.Create(
            Dataset.Of(Enumerable.Range(0, 1000).ToArray()),
            rows =>
            {
                Interlocked.Increment(ref made);
                zeros(3);
                return Collate(rows);
            },
            new() { BatchSize = 2, Workers = 3, Prefetch = 5 });
        Handles.None(() =>
        {
            using var batches = loader.Batches(0).GetEnumerator();
            for (var i = 0; i < 3; i++)
            {
                Assert.True(batches.MoveNext());
                batches.Current.Dispose();
            }

            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref made) == 8, TimeSpan.FromSeconds(30)));
            Thread.Sleep(50);
            Assert.Equal(8, Volatile.Read(ref made));
        });
    }

    [Fact]
    public void Batches_do_not_belong_to_the_dispose_scope_of_any_thread()
    {
        using var data = Batches();
        Assert.Equal(4, data.sum().item<long>());

        static Tensor Batches()
        {
            using var scope = NewDisposeScope();
            return BatchLoader.Create(Dataset.Of([4]), Collate).Batches(0).Single();
        }
    }

    [Fact]
    public void Many_threads_give_the_same_as_one_under_load()
    {
        var data = Dataset.Of(Enumerable.Range(0, 20_000).ToArray());
        Handles.None(() => Assert.Equal(
            Enumerable.Range(0, 20_000).Sum(i => (long)i),
            Read(BatchLoader.Create(data, Collate, new() { BatchSize = 5, Shuffle = true, Workers = 8, Prefetch = 32 }), 0)
                .Sum(batch => batch.Sum())));
    }

    [Fact]
    public void A_failure_names_the_example()
    {
        var data = Dataset.Of(Enumerable.Range(0, 100).ToArray()).Select(i => i == 42 ? throw new FormatException("no number") : i);
        var loader = BatchLoader.Create(data, Collate, new() { BatchSize = 3, Workers = 2 });
        var fault = Assert.Throws<TrainingException>(() => Read(loader, 0));
        Assert.Equal("Example 42, counted from 0, cannot be read: no number", fault.Message);
        Assert.Equal(
            "The data are empty: there is no example to make a batch of.",
            Assert.Throws<TrainingException>(() => BatchLoader.Create(Dataset.Of<int>([]), Collate)).Message);
    }

    [Fact]
    public void Fingerprints_tell_data_and_their_order_apart()
    {
        string Of(int[] data, DataLoaderOptions? options = null) => BatchLoader.Create(Dataset.Of(data), Collate, options).Fingerprint;
        Assert.Equal(Of([1, 2, 3]), Of([1, 2, 3]));
        Assert.Equal(
            5, new[] { Of([1, 2, 3]), Of([1, 2, 4]), Of([1, 2]), Of([1, 2, 3], new() { BatchSize = 2 }),
                Of([1, 2, 3], new() { Shuffle = true }) }.Distinct().Count());
    }

    private static Tensor Collate(IReadOnlyList<int> rows) => Collation.Vector(rows.Select(row => (long)row).ToArray());

    private static List<long[]> Read<T>(BatchLoader<T, Tensor> loader, int epoch, long skip = 0)
    {
        List<long[]> batches = [];
        foreach (var batch in loader.Batches(epoch, skip))
        {
            using (batch)
            {
                batches.Add(batch.data<long>().ToArray());
            }
        }

        return batches;
    }
}
