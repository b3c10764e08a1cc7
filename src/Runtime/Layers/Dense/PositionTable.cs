using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// A cached table with one computed row per position. It is recomputed for another device, dtype or a longer sequence, and is not part of
/// the <c>state_dict</c>.
/// </summary>
internal sealed class PositionTable : IDisposable
{
    private const long FirstLength = 128;

    private readonly object _gate = new();
    private readonly Func<long, ScalarType, Device, Tensor> _create;
    private Tensor _table;

    /// <summary>Creates the table with its first rows.</summary>
    /// <param name="create">Computes the table for a number of positions.</param>
    public PositionTable(Func<long, ScalarType, Device, Tensor> create)
    {
        _create = create;
        _table = Cached(FirstLength, get_default_dtype(), CPU);
    }

    /// <summary>Returns the rows of consecutive positions with the dtype and device of a tensor.</summary>
    /// <param name="length">The number of positions.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="offset">The position of the first row.</param>
    /// <returns>A new handle, which stays valid when another thread replaces the table.</returns>
    public Tensor Rows(long length, Tensor x, long offset = 0) => Rows(offset, length, x.dtype, x.device);

    /// <summary>Returns the rows of consecutive positions.</summary>
    /// <param name="offset">The position of the first row.</param>
    /// <param name="count">The number of positions.</param>
    /// <param name="dtype">The dtype of the rows.</param>
    /// <param name="device">The device of the rows.</param>
    /// <returns>A new handle, which stays valid when another thread replaces the table.</returns>
    public Tensor Rows(long offset, long count, ScalarType dtype, Device device)
    {
        lock (_gate)
        {
            var length = checked(offset + count);
            var fits = _table.dtype == dtype && _table.device_type == device.type && _table.device_index == device.index;
            if (!fits || _table.size(0) < length)
            {
                var longer = length <= _table.size(0) ? _table.size(0) : Math.Max(length, 2 * _table.size(0));
                var table = Cached(longer, dtype, device);
                _table.Dispose();
                _table = table;
            }

            return _table.narrow(0, offset, count);
        }
    }

    public void Dispose() => _table.Dispose();

    // The table must outlive the dispose scope and the inference mode of the call that computes it.
    private Tensor Cached(long length, ScalarType dtype, Device device)
    {
        using var ordinary = inference_mode(false);
        return _create(length, dtype, device).DetachFromDisposeScope();
    }
}
