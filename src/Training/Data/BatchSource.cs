using System;
using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>Batches from code of one's own.</summary>
public static class BatchSource
{
    /// <summary>Batches that a function produces for each epoch.</summary>
    /// <typeparam name="TBatch">The type of a batch.</typeparam>
    /// <param name="epoch">
    /// Produces the batches of an epoch, given its number from 0. A run resumes exactly if the batches depend on that number alone: seed a
    /// generator of random numbers with it.
    /// </param>
    /// <param name="batchesPerEpoch">The number of batches, if it is known; schedules of the learning rate and the time left need it where
    /// no number of steps is given.</param>
    /// <param name="fingerprint">What identifies the data, such as the name and the version of a file.</param>
    /// <returns>The source.</returns>
    public static IBatchSource<TBatch> From<TBatch>(
        Func<int, IEnumerable<TBatch>> epoch, long? batchesPerEpoch = null, string fingerprint = "")
    {
        ArgumentNullException.ThrowIfNull(epoch);
        ArgumentNullException.ThrowIfNull(fingerprint);
        return new FunctionSource<TBatch>(epoch, batchesPerEpoch, fingerprint);
    }

    private sealed class FunctionSource<TBatch>(Func<int, IEnumerable<TBatch>> produce, long? batchesPerEpoch, string fingerprint)
        : IBatchSource<TBatch>
    {
        public long? BatchesPerEpoch => batchesPerEpoch;

        public string Fingerprint => fingerprint;

        public IEnumerable<TBatch> Batches(int epoch, long skip)
        {
            foreach (var batch in produce(epoch))
            {
                if (skip > 0)
                {
                    skip--;
                    (batch as IDisposable)?.Dispose();
                }
                else
                {
                    yield return batch;
                }
            }
        }
    }
}
