using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Sums that stay on the device until they are read.</summary>
internal sealed class DeviceSum
{
    private Tensor? _sums;

    /// <summary>Adds numbers.</summary>
    /// <param name="values">Numbers of any type, always of the same shape, which are added in double precision.</param>
    public void Add(Tensor values)
    {
        using var quiet = no_grad();
        using var converted = values.detach().to(ScalarType.Float64);
        if (_sums is null)
        {
            _sums = converted.clone().DetachFromDisposeScope();
        }
        else
        {
            _sums.add_(converted, Scalars.One);
        }
    }

    /// <summary>Reads the sums; empty before the first numbers.</summary>
    public double[] Read()
    {
        if (_sums is null)
        {
            return [];
        }

        using var flat = _sums.reshape(-1);
        using var host = flat.cpu();
        return host.data<double>().ToArray();
    }

    /// <summary>A copy of the sums; empty before the first numbers.</summary>
    public IReadOnlyList<Tensor> GetState() => _sums is null ? [] : [_sums.clone()];

    /// <summary>Restores what <see cref="GetState"/> returned.</summary>
    public void SetState(IReadOnlyList<Tensor> state)
    {
        Reset();
        _sums = state.Count > 0 ? state[0].clone().DetachFromDisposeScope() : null;
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _sums?.Dispose();
        _sums = null;
    }
}
