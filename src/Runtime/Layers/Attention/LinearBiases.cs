using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Attention with linear biases (ALiBi, Press et al. 2021, arXiv:2108.12409): subtracts <c>m |i - j|</c> from the score of a query at
/// position i and a key at position j, with a fixed slope m per head.
/// </summary>
internal sealed class LinearBiases : IDisposable
{
    private readonly PositionTable _table;

    /// <summary>Creates the biases for a number of heads.</summary>
    public LinearBiases(long heads)
    {
        var slopes = AlibiSlopes.Of(heads);
        _table = new PositionTable((length, dtype, device) => Table(length, slopes, dtype, device));
    }

    /// <summary>
    /// Computes the biases <c>(1, heads, T, S)</c> of queries at positions from <paramref name="offset"/> on and keys at positions from 0
    /// on.
    /// </summary>
    /// <param name="queries">The number of queries T.</param>
    /// <param name="keys">The number of keys S.</param>
    /// <param name="offset">The position of the first query.</param>
    /// <param name="dtype">The dtype of the result; distances for half precision are computed in single precision.</param>
    /// <param name="device">The device of the result.</param>
    public Tensor Bias(long queries, long keys, long offset, ScalarType dtype, Device device)
    {
        var exact = dtype == ScalarType.Float64 ? dtype : ScalarType.Float32;
        using var rows = _table.Rows(0, Math.Max(keys, offset + queries), exact, device);
        using var columns = rows.t();
        using var byHead = columns.unsqueeze(0);
        using var atKeys = byHead.narrow(2, 0, keys);
        using var atQueries = byHead.narrow(2, offset, queries);
        using var keyRow = atKeys.unsqueeze(2);
        using var queryColumn = atQueries.unsqueeze(3);
        var bias = keyRow.sub(queryColumn).abs_().neg_();
        if (exact == dtype)
        {
            return bias;
        }

        using (bias)
        {
            return bias.to(dtype);
        }
    }

    public void Dispose() => _table.Dispose();

    // Row j holds m j for the slope m of each head.
    private static Tensor Table(long length, double[] slopes, ScalarType dtype, Device device)
    {
        using var end = length.ToScalar();
        using var positions = arange(Scalars.Of(0), end, Scalars.One, dtype: ScalarType.Float64);
        using var factors = tensor(slopes, dtype: ScalarType.Float64);
        using var exact = outer(positions, factors);
        return exact.to(dtype, device, copy: true);
    }
}
