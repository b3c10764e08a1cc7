using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// The hidden state <c>(layers, B, hidden)</c> of a recurrent layer after the last position, and the cell state of an LSTM.
/// </summary>
/// <param name="layers">The number of stacked layers.</param>
/// <param name="hidden">The number of hidden units.</param>
/// <param name="hasCell">Whether there is a cell state.</param>
public sealed class RecurrentState(long layers, long hidden, bool hasCell) : LayerState
{
    private long _length;

    /// <summary>The hidden state <c>(layers, B, hidden)</c>; null before the first position.</summary>
    internal Tensor? Hidden { get; private set; }

    /// <summary>The cell state <c>(layers, B, hidden)</c>; null before the first position or without a cell state.</summary>
    internal Tensor? Cell { get; private set; }

    internal long Layers => layers;

    internal long Units => hidden;

    internal bool HasCell => hasCell;

    /// <summary>Replaces the state by the one after further positions and takes ownership of it.</summary>
    internal void Advance(long count, Tensor h, Tensor? c)
    {
        Hidden?.Dispose();
        Cell?.Dispose();
        Hidden = h.DetachFromDisposeScope();
        Cell = c?.DetachFromDisposeScope();
        _length += count;
    }

    /// <summary>Returns whether the length is the current length or 0: earlier states are not kept.</summary>
    /// <inheritdoc/>
    public override bool CanTruncate(long length) => length == 0 || length == _length;

    /// <inheritdoc/>
    public override void Truncate(long length)
    {
        if (!CanTruncate(length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"A recurrent layer at position {_length} cannot be truncated to {length}, only to 0.");
        }

        if (length == 0)
        {
            Dispose(disposing: true);
        }
    }

    /// <inheritdoc/>
    public override void Reorder(Tensor rows)
    {
        Hidden = Reordered(Hidden, rows);
        Cell = Reordered(Cell, rows);
    }

    /// <inheritdoc/>
    public override long BytesFor(long batch, long length, int elementSize) => (hasCell ? 2 : 1) * layers * batch * hidden * elementSize;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Hidden?.Dispose();
            Cell?.Dispose();
            Hidden = null;
            Cell = null;
            _length = 0;
        }
    }

    private static Tensor? Reordered(Tensor? states, Tensor rows)
    {
        using (states)
        {
            return states?.index_select(1, rows).DetachFromDisposeScope();
        }
    }
}
