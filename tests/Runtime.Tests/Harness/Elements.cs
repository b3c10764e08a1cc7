using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Tensors written out element by element, so that what is expected owes nothing to the operations under test.</summary>
internal sealed class Elements
{
    private readonly double[] _values;
    private readonly long[] _shape;

    public Elements(Tensor tensor)
    {
        using var quiet = no_grad();
        using var wide = tensor.detach().to(ScalarType.Float64).contiguous();
        _values = wide.data<double>().ToArray();
        _shape = tensor.shape;
    }

    public double this[params long[] place] => _values[place.Zip(_shape).Aggregate(0L, (flat, axis) => (flat * axis.Second) + axis.First)];

    /// <summary>A float64 tensor from a formula for its elements.</summary>
    public static Tensor Of(long[] shape, Func<long[], double> formula)
    {
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var flat = 0L; flat < values.Length; flat++)
        {
            var place = new long[shape.Length];
            var rest = flat;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
            }

            values[flat] = formula(place);
        }

        return tensor(values, shape);
    }

    public static double Sum(long count, Func<long, double> term) => Enumerable.Range(0, (int)count).Sum(i => term(i));

    /// <summary>Requires a shape and a formula of a result, and disposes it.</summary>
    public static void Agree(Tensor actual, long[] shape, Func<long[], double> formula, string name)
    {
        using (actual)
        using (var expected = Of(shape, formula))
        {
            Agreement.Assert(actual, expected, Agreement.Exact, name);
        }
    }
}
