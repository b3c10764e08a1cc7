using System;

namespace ModelGen.Training;

/// <summary>How long a run is: its epochs, its steps and its time, of which the one that is reached first ends the run.</summary>
/// <param name="options">The limits.</param>
/// <param name="batchesPerEpoch">The number of batches of an epoch, if it is known.</param>
internal sealed class RunLength(TrainerOptions options, long? batchesPerEpoch)
{
    /// <summary>The number of steps of the whole run, if it is known.</summary>
    public long? Steps
    {
        get
        {
            var all = batchesPerEpoch is { } batches && options.Epochs is { } epochs
                ? (batches + options.Accumulate - 1) / options.Accumulate * epochs : (long?)null;
            return options.Steps is { } steps && all is { } known ? Math.Min(steps, known) : options.Steps ?? all;
        }
    }

    /// <summary>Whether the run has ended.</summary>
    public bool IsReached(RunState state, TimeSpan elapsed) =>
        state.Step >= options.Steps || state.Epoch >= options.Epochs || elapsed >= options.Time;

    /// <summary>The share of the run that is done, from 0 to 1.</summary>
    public double Share(RunState state, TimeSpan elapsed)
    {
        var share = 0.0;
        if (options.Steps is { } steps)
        {
            share = Math.Max(share, state.Step / (double)steps);
        }

        if (options.Epochs is { } epochs)
        {
            var ofEpoch = batchesPerEpoch is { } batches and > 0 ? Math.Min(1, state.Batch / (double)batches) : 0;
            share = Math.Max(share, (state.Epoch + ofEpoch) / epochs);
        }

        if (options.Time is { } time)
        {
            share = Math.Max(share, elapsed / time);
        }

        return Math.Min(1, share);
    }
}
