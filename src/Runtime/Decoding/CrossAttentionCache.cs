using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// The keys and values that cross-attention projects from its memory: computed in the first step and reused in the others.
/// </summary>
public sealed class CrossAttentionCache : LayerState
{
    private Tensor? _keys;
    private Tensor? _values;

    /// <summary>Returns the cached keys and values, or caches what <paramref name="project"/> returns.</summary>
    /// <param name="project">Computes the keys and values <c>(B, heads, S, headDim)</c>.</param>
    /// <returns>The keys and values, owned by the cache.</returns>
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

    /// <summary>Keeps the cache unless the length is 0: keys and values of the memory do not depend on the decoded positions.</summary>
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

    /// <summary>
    /// Returns the size of the filled cache, which does not depend on the length of the decoded sequence; 0 before the first step.
    /// </summary>
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
