using System;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>The state that a layer keeps while a batch of sequences is decoded incrementally, such as a key-value cache.</summary>
public abstract class LayerState : IDisposable
{
    /// <summary>Returns whether the state can be truncated to a length.</summary>
    /// <param name="length">The number of positions to keep.</param>
    /// <returns>Whether <see cref="Truncate"/> accepts the length.</returns>
    public abstract bool CanTruncate(long length);

    /// <summary>
    /// Removes the positions from <paramref name="length"/> on. Length 0 also removes what was computed from the conditions of the
    /// decoding.
    /// </summary>
    /// <param name="length">The number of positions to keep.</param>
    public abstract void Truncate(long length);

    /// <summary>Replaces sequence i by sequence <c>rows[i]</c>, for beam search; the batch size may change.</summary>
    /// <param name="rows">The indices <c>(new batch size)</c> of Int64.</param>
    public abstract void Reorder(Tensor rows);

    /// <summary>Computes the memory that the state needs for a batch, without allocating it.</summary>
    /// <param name="batch">The batch size.</param>
    /// <param name="length">The sequence length.</param>
    /// <param name="elementSize">The number of bytes per element.</param>
    /// <returns>The number of bytes.</returns>
    public abstract long BytesFor(long batch, long length, int elementSize);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the tensors of the state.</summary>
    /// <param name="disposing">Whether the call comes from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
