using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>
/// Batches by epoch, in an order that depends on the number of the epoch alone, so that a run that is resumed finds the batch it stopped
/// at.
/// </summary>
/// <typeparam name="TBatch">The type of a batch.</typeparam>
public interface IBatchSource<out TBatch>
{
    /// <summary>The number of batches of an epoch, if it is known.</summary>
    long? BatchesPerEpoch { get; }

    /// <summary>
    /// A short text that differs between different data and is the same whenever the same data are opened. A run is only resumed on the
    /// data that it began with.
    /// </summary>
    string Fingerprint { get; }

    /// <summary>Reads the batches of an epoch. The caller disposes each batch, and the enumerator.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    /// <param name="skip">How many batches to leave out at the start.</param>
    /// <returns>The batches.</returns>
    IEnumerable<TBatch> Batches(int epoch, long skip = 0);
}
