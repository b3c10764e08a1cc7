using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// A table with a row for each position that is computed and not learned. It follows the device and type of what it is used with, grows with
/// the longest sequence, and is in no <c>state_dict</c>.
/// </summary>
internal sealed class PositionTable : IDisposable
{
    private const long FirstLength = 128;

    private readonly object _gate = new();
    private readonly Func<long, ScalarType, Device, Tensor> _create;
    private Tensor _table;

    /// <summary>The table, with its first rows.</summary>
    /// <param name="create">Computes the table of a length.</param>
    public PositionTable(Func<long, ScalarType, Device, Tensor> create)
    {
        _create = create;
        _table = Cached(FirstLength, get_default_dtype(), CPU);
    }

    /// <summary>The rows of the first positions, in the type and on the device of a tensor.</summary>
    /// <param name="length">The number of positions.</param>
    /// <param name="x">The tensor.</param>
    /// <returns>A view of its own for this call, so that another thread may exchange the table meanwhile.</returns>
    public Tensor Rows(long length, Tensor x)
    {
        lock (_gate)
        {
            var fits = _table.dtype == x.dtype && _table.device_type == x.device_type && _table.device_index == x.device_index;
            if (!fits || _table.size(0) < length)
            {
                var longer = length <= _table.size(0) ? _table.size(0) : Math.Max(length, 2 * _table.size(0));
                var table = Cached(longer, x.dtype, x.device);
                _table.Dispose();
                _table = table;
            }

            return _table.narrow(0, 0, length);
        }
    }

    public void Dispose() => _table.Dispose();

    // It outlives the dispose scope and the inference mode of the call that happens to make it.
    private Tensor Cached(long length, ScalarType dtype, Device device)
    {
        using var ordinary = inference_mode(false);
        return _create(length, dtype, device).DetachFromDisposeScope();
    }
}
