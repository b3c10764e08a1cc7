using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>The sums and products that layers of several tensors compute.</summary>
public sealed class JoiningNumbersTests
{
    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void Products(GradientMode mode)
    {
        using var model = new Products();
        using var entered = mode.Enter(model);
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var y = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var scale = randn(4, dtype: ScalarType.Float64);
        var (a, b, s) = (new Elements(x), new Elements(y), new Elements(scale));
        var (product, gated, square) = Handles.Exactly(3, () => model.call(x, y, scale), x, y, scale);
        Elements.Agree(product, [2, 3, 4], i => a[i] * b[i], "product");
        Elements.Agree(gated, [2, 3, 4], i => a[i] * b[i] / (1 + Math.Exp(-a[i] * b[i] * s[i[2]])), "gated");
        Elements.Agree(square, [2, 3, 4], i => a[i] * a[i], "square");
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void Differences(GradientMode mode)
    {
        using var model = new Differences();
        using var entered = mode.Enter(model);
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        var a = new Elements(x);
        double Centred(long b, long t, long d) => a[b, t, d] - (Elements.Sum(3, s => a[b, s, d]) / 3);
        var (centred, rest) = Handles.Exactly(2, () => model.call(x), x);
        Elements.Agree(centred, [2, 3, 4], i => Centred(i[0], i[1], i[2]), "centred");
        Elements.Agree(rest, [2, 3, 4], i => Math.Max(a[i], 0) - a[i] - Centred(i[0], i[1], i[2]), "rest");
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void Highway(GradientMode mode)
    {
        using var model = new Highway(D: 4, dtype: ScalarType.Float64);
        using var entered = mode.Enter(model);
        using var x = randn(3, 4, dtype: ScalarType.Float64);
        var weights = model.state_dict();
        var (a, w, b) = (new Elements(x), new Elements(weights["deep.linear.weight"]), new Elements(weights["deep.linear.bias"]));
        var (v, c) = (new Elements(weights["gate.linear.weight"]), new Elements(weights["gate.linear.bias"]));
        var y = Handles.Exactly(1, () => model.call(x), x);
        Elements.Agree(
            y,
            [3, 4],
            i =>
            {
                var deep = Math.Max(b[i[1]] + Elements.Sum(4, d => w[i[1], d] * a[i[0], d]), 0);
                var gate = 1 / (1 + Math.Exp(-c[i[1]] - Elements.Sum(4, d => v[i[1], d] * a[i[0], d])));
                return (gate * deep) + ((1 - gate) * a[i]);
            },
            "y");
    }

    [Fact]
    public void StretchedEquations()
    {
        using var model = new StretchedEquations();
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var table = randn(4, 5, dtype: ScalarType.Float64);
        var (a, t) = (new Elements(x), new Elements(table));
        var (sums, rows, flat) = model.call(x, table);
        Elements.Agree(sums, [4], i => Elements.Sum(2, b => Elements.Sum(3, s => a[b, s, i[0]])), "sums");
        Elements.Agree(rows, [2, 3, 5], i => Elements.Sum(4, d => a[i[0], i[1], d] * t[d, i[2]]), "rows");
        Elements.Agree(flat, [2, 12], i => a[i[0], i[1] / 4, i[1] % 4], "flat");
    }

    [Fact]
    public void Stacks()
    {
        using var model = new Stacks();
        using var a = randn(2, 3, dtype: ScalarType.Float64);
        using var b = randn(2, 3, dtype: ScalarType.Float64);
        var (x, y) = (new Elements(a), new Elements(b));
        var (first, last) = model.call(a, b);
        Elements.Agree(first, [2, 2, 3], i => Math.Max((i[0] == 0 ? x : y)[i[1], i[2]], 0), "first");
        Elements.Agree(last, [2, 3, 3], i => (i[2] == 1 ? y : x)[i[0], i[1]], "last");
    }

    [Fact]
    public void MatrixProducts()
    {
        using var model = new MatrixProducts();
        using var a = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var b = randn(2, 4, 5, dtype: ScalarType.Float64);
        using var graph = randn(3, 3, dtype: ScalarType.Float64);
        var (x, y, g) = (new Elements(a), new Elements(b), new Elements(graph));
        double Plain(long i, long n, long m) => Elements.Sum(4, k => x[i, n, k] * y[i, k, m]);
        var (plain, back, gram, spread) = model.call(a, b, graph);
        Elements.Agree(plain, [2, 3, 5], i => Plain(i[0], i[1], i[2]), "plain");
        Elements.Agree(back, [2, 3, 4], i => Elements.Sum(5, m => Plain(i[0], i[1], m) * y[i[0], i[2], m]), "back");
        Elements.Agree(gram, [2, 4, 5], i => Elements.Sum(3, n => x[i[0], n, i[1]] * Plain(i[0], n, i[2])), "gram");
        Elements.Agree(spread, [2, 3, 4], i => Elements.Sum(3, n => g[n, i[1]] * x[i[0], n, i[2]]), "spread");
    }

    [Fact]
    public void Equations()
    {
        using var model = new Equations();
        using var q = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var k = randn(2, 5, 4, dtype: ScalarType.Float64);
        using var square = randn(2, 3, 3, dtype: ScalarType.Float64);
        var (x, y, s) = (new Elements(q), new Elements(k), new Elements(square));
        double Score(long b, long i, long j) => Elements.Sum(4, d => x[b, i, d] * y[b, j, d]);
        var (scores, energy, turned, diagonal, twice) = model.call(q, k, square);
        Elements.Agree(scores, [2, 3, 5], i => Score(i[0], i[1], i[2]), "scores");
        Elements.Agree(energy, [2], i => Elements.Sum(3, a => Elements.Sum(5, b => Score(i[0], a, b) * Score(i[0], a, b))), "energy");
        Elements.Agree(turned, [2, 3, 3], i => Math.Max(s[i[0], i[2], i[1]], 0), "turned");
        Elements.Agree(diagonal, [2, 3], i => Math.Tanh(s[i[0], i[1], i[1]]), "diagonal");
        Elements.Agree(twice, [2, 3, 3], i => Elements.Sum(3, j => s[i[0], i[1], j] * s[i[0], j, i[2]]), "twice");
    }

    [Fact]
    public void BilinearForms()
    {
        using var model = new BilinearForms(D: 4, E: 5, H: 2, dtype: ScalarType.Float64);
        using var a = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var b = randn(2, 3, 5, dtype: ScalarType.Float64);
        var weights = model.state_dict();
        Assert.Equal(["form.bilinear.weight", "form.bilinear.bias", "other.bilinear.weight"], weights.Keys);
        var (x, y) = (new Elements(a), new Elements(b));
        var (w, bias, other) = (new Elements(weights["form.bilinear.weight"]), new Elements(weights["form.bilinear.bias"]),
            new Elements(weights["other.bilinear.weight"]));
        var (form, swapped) = model.call(a, b);
        Elements.Agree(
            form,
            [2, 3, 2],
            i => bias[i[2]] + Elements.Sum(4, d => Elements.Sum(5, e => x[i[0], i[1], d] * w[i[2], d, e] * y[i[0], i[1], e])),
            "form");
        Elements.Agree(
            swapped,
            [2, 3, 3],
            i => Elements.Sum(5, e => Elements.Sum(4, d => y[i[0], i[1], e] * other[i[2], e, d] * x[i[0], i[1], d])),
            "swapped");

        // PyTorch's default: uniform up to 1/√in1.
        Assert.All(weights.Values, weight => Assert.True(Agreement.Difference(weight, zeros_like(weight)) <= 0.5));
    }
}
