using System;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// What a layer remembers of the earlier positions of a sequence that is decoded step by step. Rows are the sequences of a batch.
/// </summary>
public abstract class LayerState : IDisposable
{
    /// <summary>Whether it can go back to an earlier length.</summary>
    /// <param name="length">The number of positions to keep.</param>
    /// <returns>Whether <see cref="Truncate"/> may be called with it.</returns>
    public abstract bool CanTruncate(long length);

    /// <summary>
    /// Forgets the positions from <paramref name="length"/> on. 0 forgets all but what the sequence was given at its start.
    /// </summary>
    /// <param name="length">The number of positions to keep.</param>
    public abstract void Truncate(long length);

    /// <summary>Replaces row i by row <c>rows[i]</c>, for beam search; the number of rows may change.</summary>
    /// <param name="rows">The rows <c>(new rows)</c> of Int64.</param>
    public abstract void Reorder(Tensor rows);

    /// <summary>The memory that it takes for a batch of sequences, known in advance.</summary>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="length">The number of their positions.</param>
    /// <param name="elementSize">The bytes of one element.</param>
    /// <returns>The bytes.</returns>
    public abstract long BytesFor(long batch, long length, int elementSize);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases its tensors.</summary>
    /// <param name="disposing">Whether it was asked to by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
