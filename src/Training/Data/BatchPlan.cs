using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Training;

/// <summary>Which examples are in which batch of an epoch.</summary>
internal static class BatchPlan
{
    // Lengths are sorted among so many batches: enough for little padding, few enough for the order to stay random.
    private const int BatchesPerBucket = 50;

    /// <summary>The number of batches of an epoch.</summary>
    public static int Count(int examples, DataLoaderOptions options) =>
        options.DropLast ? examples / options.BatchSize : (int)((examples + (long)options.BatchSize - 1) / options.BatchSize);

    /// <summary>The indices of the examples of each batch.</summary>
    /// <param name="examples">The number of examples.</param>
    /// <param name="options">The size and the order.</param>
    /// <param name="epoch">The number of the epoch.</param>
    /// <param name="lengths">The length of each example, to put such of a similar length into one batch.</param>
    public static IReadOnlyList<ReadOnlyMemory<int>> Of(int examples, DataLoaderOptions options, int epoch, int[]? lengths)
    {
        var order = Enumerable.Range(0, examples).ToArray();
        var random = new SeededRandom(options.Seed, epoch);
        if (options.Shuffle)
        {
            random.Permute(order);
        }

        if (lengths is not null)
        {
            order =
                [.. order.Chunk(checked(options.BatchSize * BatchesPerBucket))
                    .SelectMany(bucket => bucket.OrderBy(index => lengths[index]))];
        }

        var batches = new ReadOnlyMemory<int>[Count(examples, options)];
        for (var batch = 0; batch < batches.Length; batch++)
        {
            var start = batch * options.BatchSize;
            batches[batch] = order.AsMemory(start, Math.Min(options.BatchSize, examples - start));
        }

        if (lengths is not null && options.Shuffle)
        {
            var places = Enumerable.Range(0, batches.Length).ToArray();
            random.Permute(places);
            batches = [.. places.Select(place => batches[place])];
        }

        return batches;
    }
}
