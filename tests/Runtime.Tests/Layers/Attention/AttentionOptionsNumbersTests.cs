using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class AttentionOptionsNumbersTests
{
    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void RotaryScoresAreThoseOfRotatedComplexNumbers(GradientMode mode)
    {
        using var model = new RotaryAttention(12, 2, dtype: ScalarType.Float64);
        using var entered = mode.Enter(model);
        using var x = randn(2, 5, 12, dtype: ScalarType.Float64);
        using var output = Handles.Exactly(1, () => model.call(x), x);

        using var scope = NewDisposeScope();
        var weights = model.state_dict();
        var turned = new[] { "query", "key" }.Select(name => Turned(Heads(name))).ToArray();
        var scores = turned[0].matmul(turned[1].transpose(-2, -1)) / Math.Sqrt(6);
        var joined = scores.softmax(-1).matmul(Heads("value")).transpose(1, 2).reshape(2, 5, 12);
        Agreement.Assert(output, Linear(joined, "output"), Agreement.Exact, "output");

        Tensor Linear(Tensor y, string name) =>
            nn.functional.linear(y, weights[$"multiHeadAttention.{name}.weight"], weights[$"multiHeadAttention.{name}.bias"]);

        Tensor Heads(string name) => Linear(x, name).view(2, 5, 2, 6).transpose(1, 2);

        // Feature i is the real part, i + 3 the imaginary part of a number that turns by t / 500^(2i/6).
        static Tensor Turned(Tensor heads)
        {
            var number = complex(heads.narrow(-1, 0, 3).contiguous(), heads.narrow(-1, 3, 3).contiguous());
            var angles = outer(arange(5, dtype: ScalarType.Float64), tensor(new[] { 1, Math.Pow(500, -1.0 / 3), Math.Pow(500, -2.0 / 3) }));
            var result = number * complex(angles.cos(), angles.sin());
            return cat([result.real, result.imag], -1);
        }
    }

    [Fact]
    public void RotaryTablesGrowAndFollowTheType()
    {
        using var model = new RotaryAttention(8, 2);
        model.eval();
        using var quiet = no_grad();
        using var longer = randn(1, 300, 8);
        using var first = model.call(longer);
        model.to(ScalarType.Float64);
        using var wide = longer.to(ScalarType.Float64);
        using var second = Handles.Exactly(1, () => model.call(wide));
        Agreement.Assert(first, second, 1e-5, "output");
        Assert.DoesNotContain(model.state_dict().Keys, key => key.Contains("rotary", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void AWindowOfGroupedQueries(GradientMode mode)
    {
        using var model = new WindowedAttention(3, dtype: ScalarType.Float64);
        using var kernel = new WindowedAttentionOnly(3, dtype: ScalarType.Float64);
        using var entered = mode.Enter(model);
        kernel.train(model.training);
        foreach (var (key, value) in kernel.state_dict())
        {
            using var quiet = no_grad();
            value.copy_(model.state_dict()["attended." + key]);
        }

        using var x = randn(2, 5, 12, dtype: ScalarType.Float64);
        using var padding = tensor(new[] { false, false, false, false, false, false, true, false, false, false }).view(2, 5);
        var (attended, weights) = Handles.Exactly(2, () => model.call(x), x);
        var (masked, maskedWeights) = Handles.Exactly(2, () => model.call(x, padding), x);
        using var byKernel = Handles.Exactly(1, () => kernel.call(x), x);
        Assert.Equal((12 * 30) + 30 + (2 * ((12 * 10) + 10)) + (30 * 12) + 12, model.parameters().Sum(parameter => parameter.numel()));

        using var scope = NewDisposeScope();
        var state = model.state_dict();
        var key1 = Repeated(Heads("key", 2));
        var scores = Heads("query", 6).matmul(key1.transpose(-2, -1)) * 0.3;
        var band = zeros(5, 5, dtype: ScalarType.Bool);
        for (var t = 0; t < 5; t++)
        {
            for (var s = Math.Max(0, t - 2); s <= t; s++)
            {
                band[t, s] = true;
            }
        }

        Check(band, attended, weights);
        Check(band, byKernel, weights);
        Check(band.logical_and(padding.logical_not().view(2, 1, 1, 5)), masked, maskedWeights);
        foreach (var result in new[] { attended, weights, masked, maskedWeights })
        {
            result.Dispose();
        }

        void Check(Tensor allowed, Tensor actual, Tensor actualWeights)
        {
            var expected = scores.masked_fill(allowed.logical_not(), double.NegativeInfinity).softmax(-1);
            Agreement.Assert(actualWeights, expected, Agreement.Exact, "weights");
            var joined = expected.matmul(Repeated(Heads("value", 2))).transpose(1, 2).reshape(2, 5, 30);
            Agreement.Assert(actual, Linear(joined, "output"), Agreement.Exact, "attended");
        }

        Tensor Linear(Tensor y, string name) =>
            nn.functional.linear(y, state[$"attended.multiHeadAttention.{name}.weight"], state[$"attended.multiHeadAttention.{name}.bias"]);

        Tensor Heads(string name, long heads) => Linear(x, name).view(2, 5, heads, 5).transpose(1, 2);

        static Tensor Repeated(Tensor heads) => cat([.. Enumerable.Range(0, 6).Select(head => heads.narrow(1, head / 3, 1))], 1);
    }

    [Fact]
    public void NormalizedTurnedByLlama3()
    {
        using var scope = NewDisposeScope();
        using var model = new NormalizedAttention(dtype: ScalarType.Float64);
        using (no_grad())
        {
            model.state_dict()["multiHeadAttention.queryNorm.weight"].normal_();
            model.state_dict()["multiHeadAttention.keyNorm.weight"].normal_();
        }

        // 64 / wavelength is 10.2, 1.28 and 0.16 for the three pairs: as they are, between, slowed.
        double[] plain = [1, Math.Pow(500, -1.0 / 3), Math.Pow(500, -2.0 / 3)];
        var smooth = ((64 * plain[1] / (2 * Math.PI)) - 1) / (3 - 1);
        Agrees(model, new NaiveAttention
        {
            Weights = Weights(model),
            Heads = 4,
            KeyValueHeads = 2,
            HeadDim = 6,
            Causal = true,
            NormEps = 1e-5,
            Frequencies = [plain[0], ((1 - smooth) * plain[1] / 8) + (smooth * plain[1]), plain[2] / 8],
        });
        Assert.Equal((2 * 12 * 24) + 24 + (2 * ((12 * 12) + 12)) + (2 * 6), model.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void PartlyTurnedByYarn()
    {
        using var scope = NewDisposeScope();
        using var model = new PartlyTurnedAttention(dtype: ScalarType.Float64);

        // Of the two pairs the first turns 1.27 times within 8 positions, more than BetaFast: as it is; the second 0.0127
        // times, more than BetaSlow: between.
        var low = Math.Max(0, Math.Floor(2 * Math.Log(8 / (1.2 * 2 * Math.PI)) / Math.Log(10000)));
        var high = Math.Min(3, Math.Ceiling(2 * Math.Log(8 / (0.001 * 2 * Math.PI)) / Math.Log(10000)));
        var ramp = (1 - low) / (high - low);
        Agrees(model, new NaiveAttention
        {
            Weights = Weights(model),
            Heads = 2,
            HeadDim = 6,
            Causal = true,
            Window = 3,
            Frequencies = [1, (ramp * 0.01 / 4) + ((1 - ramp) * 0.01)],
            Interleaved = true,
            Magnitude = 1.25,
        });
        Assert.Equal((4 * 144) + 12, model.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void LinearBiasesOfSixHeads()
    {
        using var scope = NewDisposeScope();
        using var model = new AlibiAttention(dtype: ScalarType.Float64);
        Agrees(model, new NaiveAttention
        {
            Weights = Weights(model),
            Heads = 6,
            HeadDim = 2,
            Causal = true,
            Slopes = [1.0 / 4, 1.0 / 16, 1.0 / 64, 1.0 / 256, 1.0 / 2, 1.0 / 8],
        });
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    public void AWindowThatSeesAllIsNone(long window)
    {
        using var wide = new WindowedAttentionOnly(window);
        using var wider = new WindowedAttentionOnly(100);
        wider.load_state_dict(wide.state_dict());
        using var x = randn(1, 3, 12);
        using var first = wide.call(x);
        using var second = wider.call(x);
        Agreement.Assert(first, second, 1e-6, "output");
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void RmsNormDividesByTheRootMeanSquare(GradientMode mode)
    {
        using var model = new RmsNorms(6, dtype: ScalarType.Float64);
        using var entered = mode.Enter(model);
        using var x = randn(2, 3, 6, dtype: ScalarType.Float64);
        using (no_grad())
        {
            model.state_dict()["plain.rmsNorm.weight"].normal_();
        }

        Assert.Equal(6, model.parameters().Sum(parameter => parameter.numel()));
        var (plain, bare) = Handles.Exactly(2, () => model.call(x), x);
        using var scope = NewDisposeScope();
        var mean = x.square().mean([-1], keepdim: true);
        Agreement.Assert(
            plain, x / (mean + Math.Pow(2, -52)).sqrt() * model.state_dict()["plain.rmsNorm.weight"], Agreement.Exact, "plain");
        Agreement.Assert(bare, x / (mean + 0.1).sqrt(), Agreement.Exact, "bare");
        plain.Dispose();
        bare.Dispose();
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void RmsNormOfLargeNumbersInHalfPrecision(ScalarType type)
    {
        using var norm = new Layers.RmsNorm(4, dtype: type);
        using var x = full([2, 4], 3000.0, dtype: type);
        using var y = Handles.Exactly(1, () => norm.call(x));
        Assert.Equal(type, y.dtype);
        using var wide = y.to(ScalarType.Float64);
        using var one = ones(2, 4, dtype: ScalarType.Float64);
        Agreement.Assert(wide, one, 0.01, "output");
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void AGateMultipliesWhatGoesUp(GradientMode mode)
    {
        using var model = new GatedGelu(6, 10, dtype: ScalarType.Float64);
        using var entered = mode.Enter(model);
        using var x = randn(2, 3, 6, dtype: ScalarType.Float64);
        using var output = Handles.Exactly(1, () => model.call(x), x);
        Assert.Equal((3 * 60) + 26, model.parameters().Sum(parameter => parameter.numel()));
        using var scope = NewDisposeScope();
        var weights = model.state_dict();
        Agreement.Assert(output, Linear(Linear(x, "gate").gelu() * Linear(x, "up"), "down"), Agreement.Exact, "output");

        Tensor Linear(Tensor y, string name) =>
            nn.functional.linear(y, weights[$"gatedFeedForward.{name}.weight"], weights[$"gatedFeedForward.{name}.bias"]);
    }

    [Fact]
    public void WhatDoesNotFitIsExplained()
    {
        using var attention = new Layers.MultiHeadAttention(8, 2, rotary: new Layers.RotaryOptions());
        using var x = zeros(1, 3, 8);
        Assert.Equal(
            "MultiHeadAttention: rotary positional encoding applies to self-attention only: omit the memory or the rotary options.",
            Assert.Throws<ShapeMismatchException>(() => attention.call(x, x)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Layers.MultiHeadAttention(6, 2, rotary: new Layers.RotaryOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Layers.MultiHeadAttention(8, 4, keyValueHeads: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Layers.MultiHeadAttention(8, 4, window: 3));
        Assert.Equal(
            "RotaryAttention: MultiHeadAttention(\"heads\", Rotary = true, RotaryBase = 500) rotates pairs of features, "
                + "so the D/heads features of each head must be an even number; got D/heads = 3, D = 6, heads = 2: "
                + "choose D and heads so that D/heads is a multiple of 2.",
            Assert.Throws<ShapeMismatchException>(() => new RotaryAttention(6, 2)).Message);
    }

    private static System.Collections.Generic.Dictionary<string, Tensor> Weights(nn.Module model) =>
        model.state_dict().ToDictionary(entry => entry.Key["multiHeadAttention.".Length..], entry => entry.Value);

    private static void Agrees(nn.Module<Tensor, Tensor> model, NaiveAttention naive)
    {
        var x = randn(2, 5, 12, dtype: ScalarType.Float64);
        using var output = Handles.Exactly(1, () => model.call(x), x);
        Agreement.Assert(output, naive.Apply(x).output, Agreement.Exact, "output");
        var count = Architecture(model).Layers
            .Sum(layer => long.Parse(layer.Parameters, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(count, model.parameters().Sum(parameter => parameter.numel()));
    }

    private static Architecture Architecture(nn.Module model) => (Architecture)model.GetType().GetProperty("Architecture")!.GetValue(null)!;
}
