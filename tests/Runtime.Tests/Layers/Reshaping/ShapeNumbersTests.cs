using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Where each element goes; that nothing leaks and inputs stay is <see cref="EveryModelTests"/>' to show.</summary>
public sealed class ShapeNumbersTests
{
    [Fact]
    public void HeadsAreSplitBySizesAndByNames()
    {
        using var split = new SplitHeads(heads: 3);
        using var named = new NamedHeads(heads: 3);
        using var x = randn(2, 5, 12, dtype: ScalarType.Float64);
        var e = new Elements(x);
        double Head(long[] i) => e[i[0], i[2], (i[1] * 4) + i[3]];
        Elements.Agree(split.call(x), [2, 3, 5, 4], Head, "split");
        Elements.Agree(named.call(x), [2, 3, 5, 4], Head, "named");

        using var one = x.select(0, 1);
        Elements.Agree(named.call(one), [3, 5, 4], i => e[1, i[1], (i[0] * 4) + i[2]], "named without leading axes");
    }

    [Fact]
    public void Patches()
    {
        using var model = new Patches();
        using var x = randn(2, 5, 4, 6, dtype: ScalarType.Float64);
        var e = new Elements(x);
        Elements.Agree(
            model.call(x),
            [2, 4, 30],
            i =>
            {
                var (y, left, p, q, c) = (i[1] / 2, i[1] % 2, i[2] / 15, i[2] / 5 % 3, i[2] % 5);
                return e[i[0], c, (y * 2) + p, (left * 3) + q];
            },
            "patches");
        using var odd = randn(2, 5, 5, 6);
        Assert.Equal("Patches: H must be a multiple of 2; got H = 5: pad or cut axis 2 (H) of input 'input' to a multiple of 2.",
            Assert.Throws<ShapeMismatchException>(() => model.call(odd)).Message);
    }

    [Fact]
    public void AReshapeThatStayedOpenIsCheckedAtTheCall()
    {
        using var model = new SequenceAsMap(H: 2, W: 3);
        using var x = randn(4, 6, 5, dtype: ScalarType.Float64);
        var e = new Elements(x);
        Elements.Agree(model.call(x), [4, 2, 3, 5], i => e[i[0], (i[1] * 3) + i[2], i[3]], "map");
        using var longer = randn(4, 7, 5);
        var fault = Assert.Throws<ShapeMismatchException>(() => model.call(longer));
        Assert.Equal(
            "SequenceAsMap: Reshape(\"B\", \"H\", \"W\", \"D\") needs as many elements as before; got H*W = 6, S = 7, H = 2, W = 3: "
                + "choose H, W and S (axis 1 of input 'input') so that H*W is S.",
            fault.Message);
    }

    [Fact]
    public void AxesOfOneAndCoveredAxes()
    {
        using var model = new AxesOfOne();
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        var e = new Elements(x);
        var (turned, flat, longer, same) = model.call(x);
        Elements.Agree(turned, [4, 1, 3, 2], i => e[i[3], i[2], i[0]], "turned");
        Elements.Agree(flat, [2, 12], i => e[i[0], i[1] % 3, i[1] / 3], "flat");
        Elements.Agree(longer, [2, 1, 3, 4, 1], i => e[i[0], i[2], i[3]], "longer");
        Elements.Agree(same, [2, 3, 4], i => e[i], "same");
    }

    [Fact]
    public void ShapesUnderLeadingAxes()
    {
        using var model = new LeadingShapes();
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        var e = new Elements(x);
        var (other, turned, flat, split) = model.call(x);
        Elements.Agree(other, [2, 4, 3], i => e[i[0], ((i[1] * 3) + i[2]) / 4, ((i[1] * 3) + i[2]) % 4], "other");
        Elements.Agree(turned, [2, 4, 3], i => e[i[0], i[2], i[1]], "turned");
        Elements.Agree(flat, [2, 12], i => e[i[0], i[1] / 4, i[1] % 4], "flat");
        Elements.Agree(split, [2, 1, 4, 3], i => e[i[0], ((i[2] * 3) + i[3]) / 4, ((i[2] * 3) + i[3]) % 4], "split");
    }

    [Fact]
    public void Slices()
    {
        using var model = new Slices(D: 2, dtype: ScalarType.Float64);
        using var x = randn(2, 7, 2, dtype: ScalarType.Float64);
        var e = new Elements(x);
        var (inner, half, spread, last) = model.call(x);
        Elements.Agree(inner, [2, 5, 2], i => Math.Max(e[i[0], i[1] + 1, i[2]], 0), "inner");
        Elements.Agree(half, [2, 3, 2], i => Math.Tanh(e[i]), "half");
        Elements.Agree(spread, [2, 2, 2], i => 1 / (1 + Math.Exp(-e[i[0], 1 + (3 * i[1]), i[2]])), "spread");
        var weights = model.state_dict();
        var (w, b) = (new Elements(weights["last.linear.weight"]), new Elements(weights["last.linear.bias"]));
        Elements.Agree(last, [2, 2, 2], i => b[i[2]] + Elements.Sum(2, d => w[i[2], d] * e[i[0], 5 + i[1], d]), "last");
    }

    [Fact]
    public void Reductions()
    {
        using var model = new Reductions();
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var ids = randint(0, 9, [2, 3], dtype: ScalarType.Int64);
        var (e, n) = (new Elements(x), new Elements(ids));
        var (sum, mean, max, where, total, largest) = model.call(x, ids);
        double Largest(long b, long t) => Enumerable.Range(0, 4).Max(d => e[b, t, d]);
        Elements.Agree(sum, [2, 4], i => Elements.Sum(3, t => e[i[0], t, i[1]]), "sum");
        Elements.Agree(mean, [1, 3, 4], i => (e[0, i[1], i[2]] + e[1, i[1], i[2]]) / 2, "mean");
        Elements.Agree(max, [2, 3], i => Largest(i[0], i[1]), "max");
        Assert.Equal((ScalarType.Int64, ScalarType.Int64, ScalarType.Float32), (where.dtype, total.dtype, largest.dtype));
        Elements.Agree(where, [2, 3], i => Enumerable.Range(0, 4).Single(d => e[i[0], i[1], d] == Largest(i[0], i[1])), "where");
        Elements.Agree(total, [2, 1], i => Elements.Sum(3, t => n[i[0], t]), "total");
        Elements.Agree(largest, [2], i => Enumerable.Range(0, 3).Max(t => n[i[0], t]), "largest");
    }

    // PyTorch gives the whole gradient to the one that was found.
    [Fact]
    public void TheMaximumTakesTheGradient()
    {
        using var model = new Reductions();
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64).requires_grad_();
        using var ids = zeros(2, 3, dtype: ScalarType.Int64);
        var results = model.call(x, ids);
        results.max.sum().backward();
        var (e, where) = (new Elements(x), new Elements(results.where));
        Elements.Agree(x.grad!, [2, 3, 4], i => where[i[0], i[1]] == i[2] ? 1 : 0, "gradient");
        foreach (var result in new[] { results.sum, results.mean, results.max, results.where, results.total, results.largest })
        {
            result.Dispose();
        }
    }

    [Fact]
    public void CopiesAndStretches()
    {
        using var model = new Copies(D: 2, n: 3, dtype: ScalarType.Float64);
        using var x = randn(4, 1, 2, dtype: ScalarType.Float64);
        var e = new Elements(x);
        var (repeated, longer, expanded, stretched) = model.call(x);
        Elements.Agree(repeated, [8, 3, 2], i => Math.Max(e[i[0] % 4, 0, i[2]], 0), "repeated");
        Elements.Agree(longer, [3, 4, 1, 4], i => e[i[1], 0, i[3] % 2], "longer");
        var weights = model.state_dict();
        var (w, b) = (new Elements(weights["expanded.linear.weight"]), new Elements(weights["expanded.linear.bias"]));
        Elements.Agree(
            expanded, [4, 3, 2], i => 1 / (1 + Math.Exp(-b[i[2]] - Elements.Sum(2, d => w[i[2], d] * e[i[0], 0, d]))), "expanded");
        Elements.Agree(stretched, [2, 4, 3, 2], i => Math.Tanh(e[i[1], 0, i[3]]), "stretched");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Casts(ScalarType dtype)
    {
        using var model = new Casts(dtype: dtype);
        AssertCasts(model, dtype);
    }

    [Fact]
    public void ACastFollowsTheModelsType()
    {
        using var model = new Casts();
        model.to(ScalarType.Float64);
        AssertCasts(model, ScalarType.Float64);
        model.to(ScalarType.Float32);
        AssertCasts(model, ScalarType.Float32);
        Assert.Empty(model.state_dict());
    }

    private static void AssertCasts(Casts model, ScalarType dtype)
    {
        using var ids = tensor(new long[] { -1, 0, 1, 5 }, 2, 2);
        using var x = tensor(new[] { -1.7, 0, 0.2, 2.9 }, [2, 2], dtype);
        using var mask = tensor(new[] { true, false, true, true }, 2, 2);
        var (n, e, m) = (new Elements(ids), new Elements(x), new Elements(mask));
        var (number, whole, nonzero, masked) = model.call(ids, x, mask);
        Assert.Equal((dtype, ScalarType.Int64, ScalarType.Bool, dtype), (number.dtype, whole.dtype, nonzero.dtype, masked.dtype));
        Elements.Agree(number, [2, 2], i => Math.Max(n[i], 0), "number");
        Elements.Agree(whole, [2, 2], i => Math.Truncate(e[i]), "whole");
        Elements.Agree(nonzero, [2, 2], i => e[i] == 0 ? 0 : 1, "nonzero");
        Elements.Agree(masked, [2, 2], i => m[i] * e[i], "masked");
    }
}
