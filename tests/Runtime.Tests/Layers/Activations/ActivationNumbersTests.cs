using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Activations against their formulas, in place and beside.</summary>
public sealed class ActivationNumbersTests
{
    private static readonly Func<double, double>[] _formulas =
    [
        x => x > 0 ? x : 0.01 * x,
        x => Cube(x) > 0 ? Cube(x) : 0.3 * Cube(x),
        x => x > 0 ? x : Math.Exp(x) - 1,
        x => Cube(x) > 0 ? Cube(x) : 0.5 * (Math.Exp(Cube(x)) - 1),
        x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        x => Cube(x) * Math.Tanh(Math.Log(1 + Math.Exp(Cube(x)))),
        x => Math.Clamp(x, 0, 6),
        x => Math.Clamp(Cube(x), 0, 6),
        x => x * Math.Clamp(x + 3, 0, 6) / 6,
        x => Cube(x) * Math.Clamp(Cube(x) + 3, 0, 6) / 6,
        x => Math.Log(1 + Math.Exp(x)),
        x => 2 * Cube(x) > 1 ? Cube(x) : Math.Log(1 + Math.Exp(2 * Cube(x))) / 2,
    ];

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void ActivationsAreTheirFormulas(GradientMode mode)
    {
        using var model = new Activations();
        using var entered = mode.Enter(model);
        using var x = linspace(-4, 4, 34, dtype: ScalarType.Float64).reshape(2, 17);
        var e = new Elements(x);
        ITuple results = Handles.Exactly(_formulas.Length, () => model.call(x), x);
        for (var i = 0; i < results.Length; i++)
        {
            Elements.Agree((Tensor)results[i]!, [2, 17], place => _formulas[i](e[place]), Activations.Architecture.Outputs[i].Name);
        }
    }

    [Fact]
    public void Gates()
    {
        using var model = new Gates();
        using var x = randn(2, 4, 6, dtype: ScalarType.Float64);
        var e = new Elements(x);
        var (last, channels) = model.call(x);
        Elements.Agree(last, [2, 4, 3], i => e[i] / (1 + Math.Exp(-e[i[0], i[1], i[2] + 3])), "last");
        Elements.Agree(channels, [2, 2, 6], i => e[i] / (1 + Math.Exp(-e[i[0], i[1] + 2, i[2]])), "channels");
    }

    [Fact]
    public void LengthOne()
    {
        using var model = new UnitVectors();
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        var e = new Elements(x);
        using var y = model.call(x);
        Elements.Agree(y, [2, 3, 4], i => e[i] / Math.Sqrt(Enumerable.Range(0, 3).Sum(c => e[i[0], c, i[2]] * e[i[0], c, i[2]])), "output");
    }

    [Fact]
    public void Slopes()
    {
        using var model = new Slopes(C: 3, dtype: ScalarType.Float64);
        var weights = model.state_dict();
        Assert.Equal(["one.pRelu.weight", "each.pRelu.weight"], weights.Keys);
        using (no_grad())
        {
            Elements.Agree(weights["one.pRelu.weight"].clone(), [1], _ => 0.25, "the slope to start from");
            weights["each.pRelu.weight"].copy_(tensor(new[] { 0.1, 0.2, -0.3 }));
        }

        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        var (e, slopes) = (new Elements(x), new[] { 0.1, 0.2, -0.3 });
        var (one, each) = model.call(x);
        Elements.Agree(one, [2, 3, 4], i => e[i] > 0 ? e[i] : 0.25 * e[i], "one");
        Elements.Agree(each, [2, 3, 4], i => e[i] > 0 ? e[i] : slopes[i[1]] * e[i], "each");
    }

    private static double Cube(double x) => x * x * x;
}
