using System;

namespace ModelGen.Training;

/// <summary>How examples become batches.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The number of examples per batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Whether each epoch has an order of its own, which depends on <see cref="Seed"/> and the number of the epoch.</summary>
    public bool Shuffle { get; init; }

    /// <summary>The seed of the order and of augmentations.</summary>
    public long Seed { get; init; }

    /// <summary>Whether to leave out the last batch of an epoch if it is not full.</summary>
    public bool DropLast { get; init; }

    /// <summary>
    /// The number of background threads that read, augment and collate. With 0, that happens on the thread that asks for a batch.
    /// </summary>
    public int Workers { get; init; } = 1;

    /// <summary>The number of batches that are prepared ahead, and so the most that are in memory besides the one in use.</summary>
    public int Prefetch { get; init; } = 4;

    /// <summary>What decides which examples are in which batch.</summary>
    internal string Fingerprint =>
        $"batches of {BatchSize}{(Shuffle ? $" shuffled by {Seed}" : null)}{(DropLast ? ", the last dropped" : null)}";

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Workers);
        ArgumentOutOfRangeException.ThrowIfLessThan(Prefetch, 1);
    }
}
