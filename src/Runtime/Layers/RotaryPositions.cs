using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Turns the features of each position by angles that grow with it, so that a product of two depends on their distance (Su et al. 2021).
/// Feature i goes with feature <c>i + d/2</c>, as in Llama. No weights.
/// </summary>
internal sealed class RotaryPositions : IDisposable
{
    private readonly long _half;
    private readonly PositionTable _table;

    /// <summary>The positions.</summary>
    /// <param name="features">d, the features of each head, an even number.</param>
    /// <param name="rotaryBase">The base: feature i turns by <c>t / base^(2i/d)</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The features are odd, or the base is not positive.</exception>
    public RotaryPositions(long features, double rotaryBase)
    {
        Guard.Parameter(features >= 2 && features % 2 == 0, nameof(RotaryPositions), nameof(features), features, "even");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rotaryBase);
        _half = features / 2;
        _table = new PositionTable((length, dtype, device) => Table(length, features, rotaryBase, dtype, device));
    }

    /// <summary>Turns <c>(..., T, d)</c>.</summary>
    /// <param name="x">The tensor, which is left alone.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Apply(Tensor x)
    {
        using var rows = _table.Rows(x.size(-2), x);
        using var cosine = rows.narrow(1, 0, _half);
        using var sine = rows.narrow(1, _half, _half);
        using var first = x.narrow(-1, 0, _half);
        using var second = x.narrow(-1, _half, _half);
        using var firstTurned = Turned(first, cosine, second, sine, -1);
        using var secondTurned = Turned(second, cosine, first, sine, 1);
        return cat([firstTurned, secondTurned], -1);
    }

    public void Dispose() => _table.Dispose();

    private static Tensor Turned(Tensor x, Tensor cosine, Tensor y, Tensor sine, double sign)
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

    // Row t holds the cosines of its angles, then their sines; computed in double and then rounded.
    private static Tensor Table(long length, long features, double rotaryBase, ScalarType dtype, Device device)
    {
        var half = features / 2;
        var values = new double[checked(length * features)];
        for (long column = 0; column < half; column++)
        {
            var frequency = Math.Pow(rotaryBase, -2.0 * column / features);
            for (long position = 0; position < length; position++)
            {
                (values[(position * features) + half + column], values[(position * features) + column]) = Math.SinCos(position * frequency);
            }
        }

        using var exact = tensor(values, [length, features], dtype: ScalarType.Float64);
        return exact.to(dtype, device, copy: true);
    }
}
