using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// The keys and values of an attention layer: <c>(B, heads, S, headDim)</c> each, in memory that is taken for several blocks of positions
/// ahead, so that a step writes its own positions and copies no others. Heads that queries share are kept once.
/// </summary>
/// <param name="heads">The heads of keys and values.</param>
/// <param name="headDim">The features of each head.</param>
public sealed class KeyValueCache(long heads, long headDim) : LayerState
{
    /// <summary>Memory grows by multiples of so many positions.</summary>
    public const long BlockLength = 64;

    private Tensor? _keys;
    private Tensor? _values;

    /// <summary>The number of positions that are kept.</summary>
    public long Length { get; private set; }

    /// <summary>The number of positions for which there is memory.</summary>
    public long Capacity => _keys?.size(2) ?? 0;

    /// <summary>Adds the keys and values of the next positions.</summary>
    /// <param name="keys"><c>(B, heads, T, headDim)</c>.</param>
    /// <param name="values"><c>(B, heads, T, headDim)</c>.</param>
    /// <exception cref="ArgumentException">They are of another batch than the earlier ones.</exception>
    public void Append(Tensor keys, Tensor values)
    {
        if (_keys is not null && keys.size(0) != _keys.size(0))
        {
            throw new ArgumentException(
                $"The cache holds {_keys.size(0)} sequences, but is given {keys.size(0)}: start a new decoding.", nameof(keys));
        }

        var length = Length + keys.size(2);
        Reserve(keys, length);
        Write(_keys!, keys);
        Write(_values!, values);
        Length = length;
    }

    /// <summary>The kept keys.</summary>
    /// <returns>A view <c>(B, heads, S, headDim)</c>.</returns>
    public Tensor Keys() => _keys!.narrow(2, 0, Length);

    /// <summary>The kept values.</summary>
    /// <returns>A view <c>(B, heads, S, headDim)</c>.</returns>
    public Tensor Values() => _values!.narrow(2, 0, Length);

    /// <inheritdoc/>
    public override bool CanTruncate(long length) => length <= Length;

    /// <inheritdoc/>
    public override void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
        if (length == 0)
        {
            // The next sequences may be more or fewer.
            Release();
        }
    }

    /// <inheritdoc/>
    public override void Reorder(Tensor rows)
    {
        if (_keys is not null)
        {
            _keys = Reordered(_keys, rows);
            _values = Reordered(_values!, rows);
        }
    }

    /// <inheritdoc/>
    public override long BytesFor(long batch, long length, int elementSize) => 2 * batch * heads * Rounded(length) * headDim * elementSize;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            Length = 0;
        }
    }

    internal static Tensor Reordered(Tensor tensor, Tensor rows, int axis = 0)
    {
        using (tensor)
        {
            return tensor.index_select(axis, rows).DetachFromDisposeScope();
        }
    }

    private static long Rounded(long length) => (length + BlockLength - 1) / BlockLength * BlockLength;

    private void Release()
    {
        _keys?.Dispose();
        _values?.Dispose();
        _keys = null;
        _values = null;
    }

    private void Write(Tensor memory, Tensor next)
    {
        using var place = memory.narrow(2, Length, next.size(2));
        place.copy_(next);
    }

    // Twice as much at least, so that the copies of a long sequence add up to its length.
    private void Reserve(Tensor keys, long length)
    {
        if (Capacity >= length)
        {
            return;
        }

        var capacity = Capacity == 0 ? Rounded(length) : Rounded(Math.Max(length, 2 * Capacity));
        _keys = Grown(_keys, keys, capacity);
        _values = Grown(_values, keys, capacity);
    }

    private Tensor Grown(Tensor? old, Tensor like, long capacity)
    {
        var memory = empty([like.size(0), heads, capacity, headDim], dtype: like.dtype, device: like.device).DetachFromDisposeScope();
        if (old is not null)
        {
            using var kept = old.narrow(2, 0, Length);
            using var place = memory.narrow(2, 0, Length);
            place.copy_(kept);
            old.Dispose();
        }

        return memory;
    }
}
