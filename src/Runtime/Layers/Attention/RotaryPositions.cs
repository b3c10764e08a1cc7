using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Rotary positional encoding: rotates pairs of features by angles proportional to the position, so that the product of a query and a key
/// depends on their distance (RoFormer, Su et al. 2021, arXiv:2104.09864).
/// </summary>
internal sealed class RotaryPositions : IDisposable
{
    private readonly long _features;
    private readonly long _dim;
    private readonly bool _isInterleaved;
    private readonly PositionTable _table;

    // LongRoPE: the angles in sequences of more than _context positions.
    private readonly PositionTable? _longTable;
    private readonly long _context;

    /// <summary>Creates the encoding.</summary>
    /// <param name="features">The number of features d per head.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of rotated features is odd or larger than <paramref name="features"/>, or an option is out of range.
    /// </exception>
    public RotaryPositions(long features, RotaryOptions options)
    {
        _features = features;
        _dim = options.Dim ?? features;
        Guard.Parameter(_dim >= 2 && _dim % 2 == 0, nameof(RotaryPositions), nameof(options.Dim), _dim, "even");
        Guard.Parameter(_dim <= features, nameof(RotaryPositions), nameof(options.Dim), _dim, $"at most the {features} features of a head");
        Guard.Parameter(
            _dim > 2 || options.Scaling != RotaryScaling.Ntk, nameof(RotaryPositions), nameof(options.Dim), _dim,
            "above 2 with NTK scaling");
        options.Check(nameof(RotaryPositions), _dim);
        _isInterleaved = options.Style == RotaryStyle.Interleaved;
        var magnitude = options.Magnitude();
        _table = Angles(options.ShortFactors);
        if (options.LongFactors is { } factors)
        {
            (_context, _longTable) = (options.Context, Angles(factors));
        }

        PositionTable Angles(IReadOnlyList<double>? factors)
        {
            var frequencies = options.Frequencies(_dim, factors);
            return new((length, dtype, device) => Table(length, frequencies, magnitude, dtype, device));
        }
    }

    /// <summary>Rotates the features of <c>(..., T, d)</c>.</summary>
    /// <param name="x">The tensor, which is not modified.</param>
    /// <param name="offset">The position of the first element.</param>
    /// <returns>A new tensor of the same shape.</returns>
    /// <exception cref="InvalidOperationException">
    /// The sequence grows beyond the context of LongRoPE, although the elements before <paramref name="offset"/> were rotated with the
    /// short factors.
    /// </exception>
    public Tensor Apply(Tensor x, long offset = 0)
    {
        using var rows = TableOf(offset, x.size(-2)).Rows(x.size(-2), x, offset);
        using var cosine = rows.narrow(1, 0, _dim / 2);
        using var sine = rows.narrow(1, _dim / 2, _dim / 2);
        if (_dim == _features)
        {
            return Turned(x, cosine, sine);
        }

        using var turning = x.narrow(-1, 0, _dim);
        using var turned = Turned(turning, cosine, sine);
        using var resting = x.narrow(-1, _dim, _features - _dim);
        return cat([turned, resting], -1);
    }

    public void Dispose()
    {
        _table.Dispose();
        _longTable?.Dispose();
    }

    private PositionTable TableOf(long offset, long length) =>
        _longTable is not null && LongRope.IsLong(offset, length, _context) ? _longTable : _table;

    private Tensor Turned(Tensor x, Tensor cosine, Tensor sine)
    {
        if (!_isInterleaved)
        {
            using var start = x.narrow(-1, 0, _dim / 2);
            using var end = x.narrow(-1, _dim / 2, _dim / 2);
            using var startTurned = Part(start, cosine, end, sine, -1);
            using var endTurned = Part(end, cosine, start, sine, 1);
            return cat([startTurned, endTurned], -1);
        }

        using var pairs = x.unflatten(x.dim() - 1, _dim / 2, 2);
        using var even = pairs.select(-1, 0);
        using var odd = pairs.select(-1, 1);
        using var evenTurned = Part(even, cosine, odd, sine, -1);
        using var oddTurned = Part(odd, cosine, even, sine, 1);
        using var turnedPairs = stack([evenTurned, oddTurned], -1);
        return turnedPairs.flatten(-2);
    }

    private static Tensor Part(Tensor x, Tensor cosine, Tensor y, Tensor sine, double sign)
    {
        var turned = x.mul(cosine);
        if (!is_grad_enabled())
        {
            return turned.addcmul_(y, sine, sign);
        }

        using (turned)
        {
            return turned.addcmul(y, sine, sign);
        }
    }

    // Row t holds the cosines of its angles, then their sines, computed in double precision.
    private static Tensor Table(long length, double[] frequencies, double magnitude, ScalarType dtype, Device device)
    {
        var half = frequencies.Length;
        var values = new double[checked(length * 2 * half)];
        for (var column = 0; column < half; column++)
        {
            for (long position = 0; position < length; position++)
            {
                var (sine, cosine) = Math.SinCos(position * frequencies[column]);
                values[(position * 2 * half) + column] = magnitude * cosine;
                values[(position * 2 * half) + half + column] = magnitude * sine;
            }
        }

        using var exact = tensor(values, [length, 2 * half], dtype: ScalarType.Float64);
        return exact.to(dtype, device, copy: true);
    }
}
