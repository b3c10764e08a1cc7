using System;
using ModelGen.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Sinusoidal positional encoding, added to the input: <c>(..., T, D)</c> to <c>(..., T, D)</c>, for any T and without weights ("Attention
/// is all you need", section 3.5). It adapts to the device and dtype of its input.
/// </summary>
public sealed class SinusoidalPositions : nn.Module<Tensor, Tensor>
{
    private readonly long _features;
    private readonly PositionTable _table;

    /// <summary>Creates the layer.</summary>
    /// <param name="features">The number of features D; if it is odd, the last column is a sine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of features is not positive.</exception>
    public SinusoidalPositions(long features)
        : base(nameof(SinusoidalPositions))
    {
        Guard.Parameter(features >= 1, nameof(SinusoidalPositions), nameof(features), features, "at least 1");
        _features = features;
        _table = new PositionTable((length, dtype, device) => Table(length, features, dtype, device));
    }

    /// <summary>Computes the table: row t holds <c>sin(t / 10000^(2i/D))</c> in column 2i and the cosine in column 2i + 1.</summary>
    /// <param name="length">The number of positions.</param>
    /// <param name="features">The number of columns D.</param>
    /// <param name="dtype">The dtype of the table, which is computed in double precision.</param>
    /// <param name="device">The device of the table.</param>
    /// <returns>The table <c>(length, D)</c>.</returns>
    public static Tensor Table(long length, long features, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        var values = new double[checked(length * features)];
        for (long column = 0; column < features; column += 2)
        {
            var frequency = Math.Pow(10000, -(double)column / features);
            for (long position = 0; position < length; position++)
            {
                var (sine, cosine) = Math.SinCos(position * frequency);
                var cell = (position * features) + column;
                values[cell] = sine;
                if (column + 1 < features)
                {
                    values[cell + 1] = cosine;
                }
            }
        }

        using var exact = tensor(values, [length, features], dtype: ScalarType.Float64);
        return exact.to(dtype, device ?? CPU, copy: true);
    }

    /// <summary>Adds the first T rows of the table.</summary>
    /// <param name="x">The input <c>(..., T, D)</c>.</param>
    /// <returns>The result <c>(..., T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The last axis is not D.</exception>
    public override Tensor forward(Tensor x) => At(x, 0);

    /// <summary>Adds the rows of T positions that start at an offset, for a part of a longer sequence.</summary>
    /// <param name="x">The input <c>(..., T, D)</c>.</param>
    /// <param name="offset">The position of the first element.</param>
    /// <returns>The result <c>(..., T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The last axis is not D.</exception>
    public Tensor At(Tensor x, long offset)
    {
        Guard.RankAtLeast(x, 2, nameof(SinusoidalPositions), "x", "(..., T, D)");
        Guard.Size(x, -1, _features, nameof(SinusoidalPositions), "x", "D", "(..., T, D)");
        using var positions = _table.Rows(x.size(-2), x, offset);
        return x.add(positions, Scalars.One);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        // There is nothing to move: the table is recomputed for an input with another device or dtype.
        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _table.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Adds the rows of the next positions in incremental decoding.</summary>
    /// <param name="x">The input at the next positions <c>(B, T, D)</c>.</param>
    /// <param name="at">The positions.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    public Tensor Step(Tensor x, Positions at)
    {
        if (!at.AreRagged)
        {
            return At(x, at.Offset);
        }

        using var rows = _table.Rows(at.Offset + at.Count, x);
        using var positions = at.Lookup(rows);
        return x.add(positions, Scalars.One);
    }
}
