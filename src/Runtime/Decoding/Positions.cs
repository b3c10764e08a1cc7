using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// Where the positions of a step stand. Rows of different lengths are padded on the left: each then starts at a slot of its own, and its
/// positions are counted from there.
/// </summary>
public sealed class Positions : IDisposable
{
    private readonly long[]? _starts;
    private Tensor? _ids;
    private Tensor? _padding;

    /// <summary>The positions of a step.</summary>
    /// <param name="offset">The slot of the first.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="starts">The slot where each row starts; null if all start at the first.</param>
    public Positions(long offset, long count, long[]? starts = null)
    {
        (Offset, Count) = (offset, count);
        _starts = starts;
    }

    /// <summary>The slot of the first position of the step.</summary>
    public long Offset { get; }

    /// <summary>How many positions the step has.</summary>
    public long Count { get; }

    /// <summary>The slot where each row starts; null if all start at the first.</summary>
    public IReadOnlyList<long>? Starts => _starts;

    /// <summary>Only the last position of a step, or all of them.</summary>
    /// <param name="owned">A tensor <c>(B, T, …)</c>, which is consumed.</param>
    /// <param name="lastOnly">Whether only the last is asked for.</param>
    /// <returns><c>(B, 1, …)</c> or the tensor itself.</returns>
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

    /// <summary>Whether rows start at slots of their own, so that one slot is another position in each.</summary>
    internal bool AreRagged => _starts is not null;

    /// <summary>
    /// The row of a table for each slot of the step: that of its position within its sequence, the first before the sequence starts.
    /// </summary>
    /// <param name="table">The table <c>(positions, D)</c>.</param>
    /// <returns><c>(B, T, D)</c>, owned by the caller.</returns>
    internal Tensor Lookup(Tensor table)
    {
        _ids ??= tensor(Ids(), device: table.device).DetachFromDisposeScope();
        using var rows = table.index_select(0, _ids);
        return rows.view(_starts!.Length, Count, table.size(1));
    }

    /// <summary>Which of the slots up to the last of the step hold no position of their row: <c>(B, S)</c> of Bool.</summary>
    /// <param name="device">Where it is needed.</param>
    /// <returns>The mask, owned by this; null if there is no padding.</returns>
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
