using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// The state of a recurrent layer after the last position: <c>(layers, B, hidden)</c>, and the cells of an LSTM beside it.
/// </summary>
/// <param name="layers">The number of layers on top of each other.</param>
/// <param name="hidden">The number of hidden units.</param>
/// <param name="hasCell">Whether there are cells.</param>
public sealed class RecurrentState(long layers, long hidden, bool hasCell) : LayerState
{
    private long _length;

    /// <summary>The hidden states <c>(layers, B, hidden)</c>; null before the first position.</summary>
    internal Tensor? Hidden { get; private set; }

    /// <summary>The cells <c>(layers, B, hidden)</c>; null before the first position, or without cells.</summary>
    internal Tensor? Cell { get; private set; }

    internal long Layers => layers;

    internal long Units => hidden;

    internal bool HasCell => hasCell;

    /// <summary>Takes over the states after further positions.</summary>
    internal void Advance(long count, Tensor h, Tensor? c)
    {
        Hidden?.Dispose();
        Cell?.Dispose();
        Hidden = h.DetachFromDisposeScope();
        Cell = c?.DetachFromDisposeScope();
        _length += count;
    }

    /// <summary>A recurrence keeps no earlier state: it can only go on, or start again.</summary>
    /// <inheritdoc/>
    public override bool CanTruncate(long length) => length == 0 || length == _length;

    /// <inheritdoc/>
    public override void Truncate(long length)
    {
        if (!CanTruncate(length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"A recurrence at position {_length} cannot go back to {length}, only to 0.");
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
