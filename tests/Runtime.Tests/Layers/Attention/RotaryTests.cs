using System;
using System.Linq;
using ModelGen.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Rotary positions against the matrix of the paper, and their scalings against what the published models have.</summary>
public sealed class RotaryTests
{
    [Theory]
    [InlineData(8, RotaryStyle.Halves)]
    [InlineData(8, RotaryStyle.Interleaved)]
    [InlineData(6, RotaryStyle.Halves)]
    [InlineData(4, RotaryStyle.Interleaved)]
    [InlineData(2, RotaryStyle.Halves)]
    public void AVectorIsMultipliedByTheRotationOfItsPosition(int dim, RotaryStyle style)
    {
        using var scope = NewDisposeScope();
        var positions = new RotaryPositions(8, new RotaryOptions { Base = 300, Dim = dim, Style = style });
        var naive = new NaiveAttention
        {
            Weights = new System.Collections.Generic.Dictionary<string, Tensor>(),
            Heads = 1,
            HeadDim = 8,
            Frequencies = [.. Enumerable.Range(0, dim / 2).Select(i => Math.Pow(300, -2.0 * i / dim))],
            Interleaved = style == RotaryStyle.Interleaved,
        };
        var x = randn(2, 5, 8, dtype: ScalarType.Float64);
        foreach (var offset in new[] { 0, 1, 200 })
        {
            var turned = Handles.Exactly(1, () => positions.Apply(x, offset), x);
            for (var t = 0; t < 5; t++)
            {
                Agreement.Assert(turned[1, t], naive.Rotation(offset + t).mv(x[1, t]), Agreement.Exact, $"position {offset + t}");
            }
        }

        positions.Dispose();
    }

    [Fact]
    public void LinearScalingDividesPositions() => Same(
        new RotaryOptions { Scaling = RotaryScaling.Linear, Factor = 4 }.Frequencies(64),
        [.. Plain(64, 10000).Select(frequency => frequency / 4)]);

    [Fact]
    public void NtkScalingSlowsTheSlowestPairByTheFactorAndTheFastestNotAtAll()
    {
        var scaled = new RotaryOptions { Scaling = RotaryScaling.Ntk, Factor = 4 }.Frequencies(64);
        Same(scaled, Plain(64, 10000 * Math.Pow(4, 64.0 / 62)));
        Assert.Equal(1, scaled[0]);
        Assert.Equal(Plain(64, 10000)[31] / 4, scaled[31], 1e-15);
    }

    [Fact]
    public void Llama3ScalingIsThatOfLlama32()
    {
        // config.json of Llama-3.2-1B: head_dim 64, rope_theta 500000, factor 32, low 1, high 4, original 8192
        var options = new RotaryOptions
        {
            Base = 500000, Scaling = RotaryScaling.Llama3, Factor = 32, Context = 8192, LowFrequency = 1, HighFrequency = 4
        };
        var plain = Plain(64, 500000);
        var expected = new double[32];
        for (var i = 0; i < 32; i++)
        {
            var wavelength = 2 * Math.PI / plain[i];
            if (wavelength < 8192 / 4.0)
            {
                expected[i] = plain[i];
            }
            else if (wavelength > 8192 / 1.0)
            {
                expected[i] = plain[i] / 32;
            }
            else
            {
                var smooth = ((8192 / wavelength) - 1) / (4.0 - 1);
                expected[i] = ((1 - smooth) * plain[i] / 32) + (smooth * plain[i]);
            }
        }

        Same(options.Frequencies(64), expected);
        Assert.Equal(1, options.Magnitude());
        Assert.Equal(15, expected.TakeWhile((frequency, i) => frequency == plain[i]).Count());
        Assert.Equal(14, expected.Where((frequency, i) => frequency == plain[i] / 32).Count());
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(16, 2)]
    public void YarnScalingBlendsByTheNumberOfTurns(double fast, double slow)
    {
        var (dim, context, factor, rotaryBase) = (128, 4096, 16.0, 10000.0);
        var options =
            new RotaryOptions { Scaling = RotaryScaling.Yarn, Factor = factor, Context = context, BetaFast = fast, BetaSlow = slow };
        var plain = Plain(dim, rotaryBase);

        // The pair that turns so often within the context solves context = 2 pi turns base^(2 pair / dim) (appendix A.2 of the paper).
        var low = (int)Math.Floor(Solve(fast));
        var high = (int)Math.Ceiling(Solve(slow));
        var expected = plain.Select((frequency, i) =>
        {
            var interpolated = i <= low ? 0 : i >= high ? 1 : (i - low) / (double)(high - low);
            return (frequency / factor * interpolated) + (frequency * (1 - interpolated));
        }).ToArray();

        Same(options.Frequencies(dim), expected);
        Assert.InRange(low, 1, high - 2);
        Assert.InRange(high, low + 2, (dim / 2) - 1);
        Assert.Equal(1.2772588722239782, options.Magnitude(), 1e-15);
        Assert.Equal(0.7, (options with { AttentionFactor = 0.7 }).Magnitude());

        double Solve(double turns) => dim / 2.0 * Math.Log(context / (2 * Math.PI * turns), rotaryBase);
    }

    [Fact]
    public void TheMagnitudeScalesCosinesAndSines()
    {
        using var scope = NewDisposeScope();
        var options = new RotaryOptions { Scaling = RotaryScaling.Yarn, Factor = 16, Context = 64 };
        var positions = new RotaryPositions(8, options with { Dim = 6, AttentionFactor = 1.5 });
        var unscaled = new RotaryPositions(8, options with { Dim = 6, AttentionFactor = 1 });
        var x = randn(3, 8, dtype: ScalarType.Float64);
        var (scaled, plain) = (positions.Apply(x, 7), unscaled.Apply(x, 7));
        Agreement.Assert(scaled.narrow(1, 0, 6), plain.narrow(1, 0, 6) * 1.5, Agreement.Exact, "turning features");
        Agreement.Assert(scaled.narrow(1, 6, 2), x.narrow(1, 6, 2), 0, "resting features");
        positions.Dispose();
        unscaled.Dispose();
    }

    private static double[] Plain(int dim, double rotaryBase) =>
        [.. Enumerable.Range(0, dim / 2).Select(i => 1 / Math.Pow(rotaryBase, 2.0 * i / dim))];

    private static void Same(double[] actual, double[] expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in actual.Zip(expected))
        {
            Assert.Equal(1, one / other, 1e-12);
        }
    }
}
