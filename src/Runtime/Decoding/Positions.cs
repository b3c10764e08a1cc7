using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// The positions of a decoding step. Sequences of different lengths are padded on the left: a slot is an index into the padded sequence,
/// and positions are counted from the slot where the sequence starts.
/// </summary>
public sealed class Positions : IDisposable
{
    private readonly long[]? _starts;
    private Tensor? _ids;
    private Tensor? _padding;

    /// <summary>Creates the positions of a step.</summary>
    /// <param name="offset">The slot of the first position.</param>
    /// <param name="count">The number of positions.</param>
    /// <param name="starts">The slot at which each sequence starts; null if all start at slot 0.</param>
    public Positions(long offset, long count, long[]? starts = null)
    {
        (Offset, Count) = (offset, count);
        _starts = starts;
    }

    /// <summary>The slot of the first position of the step.</summary>
    public long Offset { get; }

    /// <summary>The number of positions of the step.</summary>
    public long Count { get; }

    /// <summary>The slot at which each sequence starts; null if all start at slot 0.</summary>
    public IReadOnlyList<long>? Starts => _starts;

    /// <summary>Returns the last position of a step if only that is needed, and all of them otherwise.</summary>
    /// <param name="owned">A tensor <c>(B, T, …)</c>, which is consumed.</param>
    /// <param name="lastOnly">Whether only the last position is needed.</param>
    /// <returns>The tensor <c>(B, 1, …)</c> or <c>(B, T, …)</c>, owned by the caller.</returns>
    public static Tensor Last(Tensor owned, bool lastOnly)
    {
        if (!lastOnly || owned.size(1) == 1)
        {
            return owned;
        }

        using (owned)
        {
            return owned.narrow(1, owned.size(1) - 1, 1);
        }
    }

    /// <summary>Whether sequences start at different slots, so that one slot holds different positions.</summary>
    internal bool AreRagged => _starts is not null;

    /// <summary>Looks up the row of a table for each slot of the step by its position within the sequence; padding takes row 0.</summary>
    /// <param name="table">The table <c>(positions, D)</c>.</param>
    /// <returns>The rows <c>(B, T, D)</c>, owned by the caller.</returns>
    internal Tensor Lookup(Tensor table)
    {
        _ids ??= tensor(Ids(), device: table.device).DetachFromDisposeScope();
        using var rows = table.index_select(0, _ids);
        return rows.view(_starts!.Length, Count, table.size(1));
    }

    /// <summary>Returns the key padding mask up to the last slot of the step, <c>(B, S)</c> of Bool, true for padding.</summary>
    /// <param name="device">The device of the mask.</param>
    /// <returns>The mask, owned by this object; null if there is no padding.</returns>
    internal Tensor? Padding(Device device)
    {
        if (_starts is null)
        {
            return null;
        }

        if (_padding is null)
        {
            using var end = (Offset + Count).ToScalar();
            using var slots = arange(Scalars.Of(0), end, Scalars.One, dtype: ScalarType.Int64, device: device);
            using var starts = tensor(_starts, [_starts.Length, 1], device: device);
            _padding = slots.lt(starts).DetachFromDisposeScope();
        }

        return _padding;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ids?.Dispose();
        _padding?.Dispose();
        _ids = null;
        _padding = null;
    }

    private long[] Ids()
    {
        var ids = new long[_starts!.Length * Count];
        for (var row = 0; row < _starts.Length; row++)
        {
            for (var slot = 0L; slot < Count; slot++)
            {
                ids[(row * Count) + slot] = Math.Max(0, Offset + slot - _starts[row]);
            }
        }

        return ids;
    }
}
