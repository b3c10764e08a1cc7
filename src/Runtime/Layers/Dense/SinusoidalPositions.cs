using System;
using ModelGen.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Adds sines and cosines of each position: <c>(..., T, D)</c> to <c>(..., T, D)</c>, for any T and no weights
/// ("Attention is all you need", section 3.5). Nothing of it is in <c>state_dict</c>; it follows the device and type of its input.
/// </summary>
public sealed class SinusoidalPositions : nn.Module<Tensor, Tensor>
{
    private readonly long _features;
    private readonly PositionTable _table;

    /// <summary>The layer.</summary>
    /// <param name="features">D, the length of each vector; odd is allowed, the last column is then a sine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public SinusoidalPositions(long features)
        : base(nameof(SinusoidalPositions))
    {
        Guard.Parameter(features >= 1, nameof(SinusoidalPositions), nameof(features), features, "at least 1");
        _features = features;
        _table = new PositionTable((length, dtype, device) => Table(length, features, dtype, device));
    }

    /// <summary>The table: row t holds <c>sin(t / 10000^(2i/D))</c> in column 2i and the cosine in column 2i+1.</summary>
    /// <param name="length">The number of positions.</param>
    /// <param name="features">D, the number of columns.</param>
    /// <param name="dtype">The element type; everything is computed in double and then rounded.</param>
    /// <param name="device">Where the table lives.</param>
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

    /// <summary>Adds the rows of T positions, not from the first on: a part of a longer sequence.</summary>
    /// <param name="x">The input <c>(..., T, D)</c>.</param>
    /// <param name="offset">The position of the first of the T.</param>
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
        // There is nothing to move: the table is made again for an input that differs in device or type.
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

    /// <summary>Adds the rows of further positions of a sequence that is decoded step by step.</summary>
    /// <param name="x">The input at these positions <c>(B, T, D)</c>.</param>
    /// <param name="at">Where they stand.</param>
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
