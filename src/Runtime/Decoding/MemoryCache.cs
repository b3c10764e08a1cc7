using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// The projected keys and values of a memory that attention reads at every step: computed at the first, kept for the others.
/// </summary>
public sealed class MemoryCache : LayerState
{
    private Tensor? _keys;
    private Tensor? _values;

    /// <summary>The projections, computed by <paramref name="project"/> unless they are kept.</summary>
    /// <param name="project">Gives the keys and values <c>(B, heads, S, headDim)</c>.</param>
    /// <returns>Both, owned by the cache.</returns>
    internal (Tensor keys, Tensor values) Of(Func<(Tensor keys, Tensor values)> project)
    {
        if (_keys is null)
        {
            var (keys, values) = project();
            _keys = keys.DetachFromDisposeScope();
            _values = values.DetachFromDisposeScope();
        }

        return (_keys, _values!);
    }

    /// <inheritdoc/>
    public override bool CanTruncate(long length) => true;

    /// <summary>The memory stays, whatever of the sequence is forgotten; all of it is forgotten only with the sequence itself.</summary>
    /// <param name="length">The number of positions to keep.</param>
    public override void Truncate(long length)
    {
        if (length == 0)
        {
            Dispose(disposing: true);
        }
    }

    /// <inheritdoc/>
    public override void Reorder(Tensor rows)
    {
        if (_keys is not null)
        {
            _keys = KeyValueCache.Reordered(_keys, rows);
            _values = KeyValueCache.Reordered(_values!, rows);
        }
    }

    /// <summary>What it takes once it is filled does not depend on the decoded sequence.</summary>
    /// <inheritdoc/>
    public override long BytesFor(long batch, long length, int elementSize)
        => _keys is null ? 0 : (_keys.numel() + _values!.numel()) / _keys.size(0) * batch * elementSize;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _keys?.Dispose();
            _values?.Dispose();
            _keys = null;
            _values = null;
        }
    }
}
