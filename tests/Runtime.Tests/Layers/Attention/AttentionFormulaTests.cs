using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using MultiHeadAttention = ModelGen.Layers.MultiHeadAttention;

namespace ModelGen.Runtime.Tests;

/// <summary>Attention with its options against the papers' formulas in float64, results and gradients, under every kind of mask.</summary>
public sealed class AttentionFormulaTests
{
    private const double Tolerance = 1e-10;

    private static readonly double[] _frequencies = [1, Math.Pow(10000, -1.0 / 3), Math.Pow(10000, -2.0 / 3)];

    public static TheoryData<string, string> Variants =>
        [.. from kind in new[] { "plain", "grouped", "alibi", "rotary", "memory" }
            from band in new[] { "all", "causal", "window" }
            select (kind, band)];

    public static TheoryData<string, string> OverItself =>
        [.. from kind in new[] { "plain", "grouped", "alibi", "rotary" }
            from band in new[] { "all", "causal", "window" }
            select (kind, band)];

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryMaskWithAndWithoutPadding(string kind, string band)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var (attention, naive) = Pair(kind, band);
        foreach (var form in new[] { "none", "bool2", "bool3", "bool4", "float2", "float3", "float4", "learned4" })
        {
            foreach (var isPadded in new[] { false, true })
            {
                using var inner = NewDisposeScope();
                Agrees(attention, naive, kind == "memory", form, isPadded, $"{kind}, {band}, {form}{(isPadded ? ", padded" : "")}");
            }
        }

        attention.Dispose();
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void ACallLeavesExactlyItsResults(string kind, string band)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var (attention, _) = Pair(kind, band);
        var x = randn(2, 4, 12, dtype: ScalarType.Float64);
        var memory = kind == "memory" ? randn(2, 5, 10, dtype: ScalarType.Float64) : null;
        var keys = memory is null ? 4 : 5;
        var padding = zeros(2, keys, dtype: ScalarType.Bool);
        foreach (var mode in new[] { GradientMode.Training, GradientMode.Inference })
        {
            using var entered = mode.Enter(attention);
            foreach (var mask in new[] { null, ones(4, keys, dtype: ScalarType.Bool), zeros(2, 1, 4, keys, dtype: ScalarType.Float64) })
            {
                Handles.Exactly(1, () => attention.call(x, memory, mask, padding), x).Dispose();
                var (output, weights) = Handles.Exactly(2, () => attention.WithWeights(x, memory, mask, padding), x);
                output.Dispose();
                weights.Dispose();
            }
        }

        attention.Dispose();
    }

    [Theory]
    [MemberData(nameof(OverItself))]
    public void AStepOverKeptKeysIsTheRowOfAWholeCall(string kind, string band)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        var (attention, _) = Pair(kind, band);
        using var quiet = no_grad();
        var x = randn(2, 6, 12, dtype: ScalarType.Float64);
        var padding = zeros(2, 6, dtype: ScalarType.Bool);
        padding[0, 1] = true;
        var whole = attention.call(x, keyPaddingMask: padding);
        var isCausal = band != "all";

        // Without causality a query sees later keys too, so that all of them are kept beforehand.
        foreach (var chunk in new[] { 1, 2, 4, 6 })
        {
            var (keys, values) = (new List<Tensor>(), new List<Tensor>());
            if (!isCausal)
            {
                var (all, allValues) = attention.KeysAndValues(x);
                keys.Add(all);
                values.Add(allValues);
            }

            for (var offset = 0; offset < 6; offset += chunk)
            {
                var count = Math.Min(chunk, 6 - offset);
                var part = x.narrow(1, offset, count);
                if (isCausal)
                {
                    var (newKeys, newValues) = attention.KeysAndValues(part, offset);
                    keys.Add(newKeys);
                    values.Add(newValues);
                }

                var (kept, keptValues) = (cat(keys, 2), cat(values, 2));
                var queries = attention.Queries(part, offset);
                var seenPadding = padding.narrow(1, 0, kept.size(2)).clone();
                var step = Handles.Exactly(
                    1, () => attention.Attend(queries, kept, keptValues, keyPaddingMask: seenPadding, offset: offset),
                    queries, kept, keptValues);
                Agreement.Assert(step, whole.narrow(1, offset, count), Tolerance, $"positions {offset} to {offset + count - 1}");
                var (byFormula, weights) = attention.AttendWithWeights(
                    queries, kept, keptValues, keyPaddingMask: seenPadding, offset: offset);
                Agreement.Assert(byFormula, step, Tolerance, "by the formula");
            }
        }

        attention.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void PositionsStartAtTheOffset(long offset)
    {
        using var scope = NewDisposeScope();
        var x = randn(2, 7, 6);
        var sinusoidal = new SinusoidalPositions(6);
        var learned = new PositionEmbedding(7, 6);
        var part = x.narrow(1, offset, 3).clone();
        Agreement.Assert(
            Handles.Exactly(1, () => sinusoidal.At(part, offset), part), sinusoidal.call(x).narrow(1, offset, 3), 0, "sinusoidal");
        Agreement.Assert(Handles.Exactly(1, () => learned.At(part, offset), part), learned.call(x).narrow(1, offset, 3), 0, "learned");
        if (offset == 4)
        {
            Assert.Equal(
                "PositionEmbedding: the sequence has 8 positions along axis 1, including 5 earlier ones, expected at most 7; "
                    + "got (2, 3, 6) for (..., T, D): shorten the sequence, or raise the maximum number of positions.",
                Assert.Throws<ShapeMismatchException>(() => learned.At(part, 5)).Message);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public void SlopesOfAPowerOfTwoAreGeometric(int heads)
    {
        // "for n heads, our set of slopes is the geometric sequence that starts at 2^(-8/n) and uses that same
        // value as its ratio" (section 3)
        var ratio = Math.Pow(2, -8.0 / heads);
        Assert.Equal(Enumerable.Range(1, heads).Select(i => Math.Pow(ratio, i)), AlibiSlopes.Of(heads),
            (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void SlopesOfOtherNumbersComeFromTheNextPowers()
    {
        Assert.Equal([1.0 / 16, 1.0 / 256, 1.0 / 4], AlibiSlopes.Of(3));
        Assert.Equal(
            [.. AlibiSlopes.Of(8), .. AlibiSlopes.Of(16).Where((_, i) => i % 2 == 0).Take(4)],
            AlibiSlopes.Of(12), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, 0.05)]
    [InlineData(ScalarType.Float16, 0.01)]
    public void PositionsInHalfPrecisionAreRoundedOnce(ScalarType type, double tolerance)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        foreach (var kind in new[] { "rotary", "alibi" })
        {
            var (attention, _) = Pair(kind, "causal");
            var x = randn(1, 300, 12, dtype: ScalarType.Float64);
            using var quiet = no_grad();
            var exact = attention.call(x);
            attention.to(type);
            var half = attention.call(x.to(type));
            Assert.Equal(type, half.dtype);
            Agreement.Assert(half, exact, tolerance, kind);
            attention.Dispose();
        }
    }

    [Fact]
    public void WhatDoesNotFitIsExplained()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Rotary(new RotaryOptions { Dim = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rotary(new RotaryOptions { Dim = 8 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rotary(new RotaryOptions { Scaling = RotaryScaling.Linear, Factor = 0.5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Rotary(new RotaryOptions { Scaling = RotaryScaling.Yarn, BetaFast = 1, BetaSlow = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rotary(new RotaryOptions { Scaling = RotaryScaling.Ntk, Factor = 2, Dim = 2 }));
        Assert.Equal(
            "RotaryPositions: the rotary option HighFrequency must be above LowFrequency, which is 5, got 4. "
                + "(Parameter 'HighFrequency')\nActual value was 4.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Rotary(new RotaryOptions { LowFrequency = 5 })).Message
                .ReplaceLineEndings("\n"));
        using var alibi = new MultiHeadAttention(12, 2, alibi: true);
        using var x = zeros(1, 3, 12);
        Assert.Equal(
            "MultiHeadAttention: ALiBi applies to self-attention only: omit the memory or set alibi to false.",
            Assert.Throws<ShapeMismatchException>(() => alibi.call(x, x)).Message);

        static void Rotary(RotaryOptions options) => new MultiHeadAttention(12, 2, rotary: options).Dispose();
    }

    private static (MultiHeadAttention attention, NaiveAttention naive) Pair(string kind, string band)
    {
        var (causal, window) = (band != "all", band == "window" ? 2 : (int?)null);
        var type = ScalarType.Float64;
        var attention = kind switch
        {
            "grouped" => new MultiHeadAttention(
                12, 4, headDim: 5, keyValueHeads: 2, scale: 0.4, outputBias: false, causal: causal, window: window, dtype: type),
            "alibi" => new MultiHeadAttention(
                12, 3, keyValueHeads: 1, alibi: true, bias: false, outputBias: true, causal: causal, window: window, dtype: type),
            "rotary" => new MultiHeadAttention(12, 2, headDim: 8, keyValueHeads: 1, queryKeyNorm: true,
                rotary: new RotaryOptions { Dim = 6, Style = RotaryStyle.Interleaved }, causal: causal, window: window, dtype: type),
            "memory" => new MultiHeadAttention(12, 2, memoryFeatures: 10, causal: causal, window: window, dtype: type),
            _ => new MultiHeadAttention(12, 2, causal: causal, window: window, dtype: type),
        };
        using (no_grad())
        {
            foreach (var (name, weight) in attention.named_parameters()
                .Where(parameter => parameter.name.EndsWith("Norm.weight", StringComparison.Ordinal)))
            {
                weight.normal_(1, 0.3);
            }
        }

        var naive = new NaiveAttention
        {
            Weights = attention.named_parameters().ToDictionary(parameter => parameter.name, parameter => (Tensor)parameter.parameter),
            Heads = kind switch { "grouped" => 4, "alibi" => 3, _ => 2 },
            KeyValueHeads = kind switch { "grouped" => 2, "rotary" or "alibi" => 1, _ => null },
            HeadDim = kind switch { "grouped" => 5, "alibi" => 4, "rotary" => 8, _ => 6 },
            Scale = kind == "grouped" ? 0.4 : null,
            NormEps = kind == "rotary" ? 1e-6 : null,
            Frequencies = kind == "rotary" ? _frequencies : null,
            Interleaved = true,
            Slopes = kind == "alibi" ? [1.0 / 16, 1.0 / 256, 1.0 / 4] : null,
            Causal = causal,
            Window = window,
        };
        return (attention, naive);
    }

    private static void Agrees(MultiHeadAttention attention, NaiveAttention naive, bool hasMemory, string form, bool isPadded, string name)
    {
        var x = randn(2, 4, 12, dtype: ScalarType.Float64).requires_grad_();
        var memory = hasMemory ? randn(2, 5, 10, dtype: ScalarType.Float64).requires_grad_() : null;
        var keys = memory is null ? 4 : 5;
        var mask = Mask(form, naive.Heads, keys);
        Tensor? padding = null;
        if (isPadded)
        {
            // Every key of the second sequence, and the first key of the first, which alone position 0 sees if causal.
            padding = zeros(2, keys, dtype: ScalarType.Bool);
            padding[1] = true;
            padding[0, 0] = true;
        }

        Tensor?[] sources = [x, memory, form == "learned4" ? mask : null, .. attention.parameters()];
        var leaves = sources.OfType<Tensor>().ToArray();
        var wide = mask is null ? null : mask.dim() == 2 ? mask.unsqueeze(0).unsqueeze(0) : mask.dim() == 3 ? mask.unsqueeze(1) : mask;
        var (expected, expectedWeights) = naive.Apply(x, memory, wide, padding);
        var direction = randn_like(expected);
        var expectedGradients = Gradients(expected, direction, leaves);

        var output = attention.call(x, memory, mask, padding);
        Agreement.Assert(output, expected, Tolerance, name);
        Same(Gradients(output, direction, leaves), "gradient");

        var (byFormula, weights) = attention.WithWeights(x, memory, mask, padding);
        Agreement.Assert(byFormula, expected, Tolerance, name + ", by the formula");
        Agreement.Assert(weights, expectedWeights, Tolerance, name + ", weights");
        Same(Gradients(byFormula, direction, leaves), "gradient by the formula");

        void Same(Tensor[] gradients, string what)
        {
            foreach (var (actual, wanted) in gradients.Zip(expectedGradients))
            {
                Agreement.Assert(actual, wanted, Tolerance, $"{name}, {what}");
            }
        }
    }

    private static Tensor[] Gradients(Tensor output, Tensor direction, Tensor[] leaves)
    {
        foreach (var leaf in leaves)
        {
            leaf.grad?.zero_();
        }

        (output * direction).sum().backward(retain_graph: true);
        return [.. leaves.Select(leaf => leaf.grad is { } gradient ? gradient.clone() : zeros_like(leaf))];
    }

    // A third of the pairs is forbidden, and row 2 entirely: it sees nothing.
    private static Tensor? Mask(string form, long heads, long keys)
    {
        long[] shape = form[^1] switch
        {
            '2' => [4, keys],
            '3' => [2, 4, keys],
            _ => [2, heads, 4, keys],
        };
        if (form == "none")
        {
            return null;
        }

        var forbidden = rand(shape).lt(0.33);
        using (var row = forbidden.select(-2, 2))
        {
            row.fill_(true);
        }

        return form[0] == 'b'
            ? forbidden.logical_not()
            : randn(shape, dtype: ScalarType.Float64).masked_fill(forbidden, double.NegativeInfinity).requires_grad_(form == "learned4");
    }
}
