using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// The key-value cache of an attention layer: keys and values <c>(B, heads, S, headDim)</c>. Memory is allocated in blocks of positions, so
/// that a step copies only its own positions. With grouped-query attention, each key and value head is stored once.
/// </summary>
/// <param name="heads">The number of key and value heads.</param>
/// <param name="headDim">The number of features per head.</param>
public sealed class KeyValueCache(long heads, long headDim) : LayerState
{
    /// <summary>The number of positions per block of allocated memory.</summary>
    public const long BlockLength = 64;

    private Tensor? _keys;
    private Tensor? _values;

    /// <summary>The number of cached positions.</summary>
    public long Length { get; private set; }

    /// <summary>The number of positions for which memory is allocated.</summary>
    public long Capacity => _keys?.size(2) ?? 0;

    /// <summary>Appends the keys and values of the next positions.</summary>
    /// <param name="keys">The keys <c>(B, heads, T, headDim)</c>.</param>
    /// <param name="values">The values <c>(B, heads, T, headDim)</c>.</param>
    /// <exception cref="ArgumentException">The batch size differs from that of the cached positions.</exception>
    public void Append(Tensor keys, Tensor values)
    {
        if (_keys is not null && keys.size(0) != _keys.size(0))
        {
            throw new ArgumentException(
                $"The cache holds {_keys.size(0)} sequences, but got {keys.size(0)}: create a new decoding state.", nameof(keys));
        }

        var length = Length + keys.size(2);
        Reserve(keys, length);
        Write(_keys!, keys);
        Write(_values!, values);
        Length = length;
    }

    /// <summary>Returns the cached keys.</summary>
    /// <returns>A view <c>(B, heads, S, headDim)</c>.</returns>
    public Tensor Keys() => _keys!.narrow(2, 0, Length);

    /// <summary>Returns the cached values.</summary>
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
            // The next batch may have another size.
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

    // At least doubles the capacity, so that the total cost of copying is linear in the sequence length.
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
