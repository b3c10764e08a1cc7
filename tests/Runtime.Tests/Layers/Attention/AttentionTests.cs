using ModelGen.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using MultiHeadAttention = ModelGen.Layers.MultiHeadAttention;

namespace ModelGen.Runtime.Tests;

public sealed class AttentionTests
{
    [Theory]
    [InlineData("", null, ScalarType.Float32)]
    [InlineData("causal.", "mask_causal", ScalarType.Float32)]
    [InlineData("random.", "mask_random", ScalarType.Float32)]
    [InlineData("", null, ScalarType.Float64)]
    [InlineData("causal.", "mask_causal", ScalarType.Float64)]
    [InlineData("random.", "mask_random", ScalarType.Float64)]
    public void ScaledDotProductAttentionAgreesWithPyTorch(string run, string? maskName, ScalarType type)
    {
        using var reference = Reference.Load("sdpa");
        using var q = reference.Inputs["Q"].to(type, copy: true);
        using var k = reference.Inputs["K"].to(type, copy: true);
        using var v = reference.Inputs["V"].to(type, copy: true);
        var mask = maskName is null ? null : reference.Inputs[maskName];

        using var output = Handles.Exactly(1, () => ScaledDotProductAttention.Apply(q, k, v, mask));
        reference.AssertAgrees(output, run + "output");

        var (explicitOutput, weights) = Handles.Exactly(2, () => ScaledDotProductAttention.WithWeights(q, k, v, mask), q, k, v);
        using (explicitOutput)
        using (weights)
        {
            reference.AssertAgrees(explicitOutput, run + "output");
            reference.AssertAgrees(weights, run + "attn_weights");
        }

        if (run == "causal.")
        {
            using var causal = Handles.Exactly(1, () => ScaledDotProductAttention.Apply(q, k, v, causal: true));
            reference.AssertAgrees(causal, "causal.output");
            using var both = Handles.Exactly(1, () => ScaledDotProductAttention.Apply(q, k, v, mask, causal: true));
            reference.AssertAgrees(both, "causal.output");
        }
    }

    /// <summary>Query t sees keys t - 2 to t, one score after the other by the formula.</summary>
    [Fact]
    public void ScaledDotProductAttentionTakesAScaleAndAWindow()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (randn(2, 6, 4, dtype: ScalarType.Float64), randn(2, 6, 4, dtype: ScalarType.Float64), randn(2, 6, 3,
            dtype: ScalarType.Float64));
        var expected = zeros(2, 6, 3, dtype: ScalarType.Float64);
        for (var t = 0; t < 6; t++)
        {
            var first = System.Math.Max(0, t - 2);
            var seen = k.narrow(1, first, t - first + 1);
            var weights = (q.narrow(1, t, 1).matmul(seen.transpose(1, 2)) * 0.3).softmax(-1);
            expected.narrow(1, t, 1).copy_(weights.matmul(v.narrow(1, first, t - first + 1)));
        }

        Agreement.Assert(Handles.Exactly(1, () => ScaledDotProductAttention.Apply(q, k, v, causal: true, window: 3, scale: 0.3)), expected,
            Agreement.Exact, "kernel");
        Agreement.Assert(ScaledDotProductAttention.WithWeights(q, k, v, causal: true, window: 3, scale: 0.3).output, expected,
            Agreement.Exact, "formula");
    }

    [Fact]
    public void ScaledDotProductAttentionHasPyTorchsGradients()
    {
        using var reference = Reference.Load("sdpa");
        foreach (var (run, causal) in new[] { (string.Empty, false), ("causal.", true) })
        {
            foreach (var withWeights in new[] { false, true })
            {
                using var q = reference.Inputs["Q"].to(ScalarType.Float64, copy: true).requires_grad_();
                using var k = reference.Inputs["K"].to(ScalarType.Float64, copy: true).requires_grad_();
                using var v = reference.Inputs["V"].to(ScalarType.Float64, copy: true).requires_grad_();
                using var output = withWeights
                    ? First(ScaledDotProductAttention.WithWeights(q, k, v, causal: causal))
                    : ScaledDotProductAttention.Apply(q, k, v, causal: causal);
                reference.Backward(output, run);
                foreach (var (name, tensor) in new[] { ("Q", q), ("K", k), ("V", v) })
                {
                    using var gradient = tensor.grad;
                    reference.AssertAgrees(gradient!, $"{run}grad.{name}");
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARowThatMayAttendToNothingGivesZeroAndFiniteGradients(bool added)
    {
        using var reference = Reference.Load("sdpa");
        using var q = reference.Inputs["Q"].clone().requires_grad_();
        var (k, v, allowed) = (reference.Inputs["K"], reference.Inputs["V"], reference.Inputs["mask_deadrow"]);
        using var forbidden = allowed.logical_not();
        using var infinite = zeros_like(allowed, dtype: ScalarType.Float32).masked_fill_(forbidden, float.NegativeInfinity);
        var mask = added ? infinite : allowed;

        using var output = ScaledDotProductAttention.Apply(q, k, v, mask);
        var (explicitOutput, weights) = ScaledDotProductAttention.WithWeights(q, k, v, mask);
        Agreement.Assert(explicitOutput, output, 2e-6, "output");
        using (var row = output.select(0, 0).select(1, 2))
        using (var largest = row.abs().max())
        using (var rowWeights = weights.select(0, 0).select(1, 2).abs().max())
        {
            Assert.Equal(0, largest.item<float>());
            Assert.Equal(0, rowWeights.item<float>());
        }

        using var loss = output.add(explicitOutput).square().mean();
        loss.backward();
        using var gradient = q.grad;
        using var finite = gradient!.isfinite().all();
        Assert.True(finite.item<bool>());
        explicitOutput.Dispose();
        weights.Dispose();
    }

    [Theory]
    [InlineData(new long[0])]
    [InlineData(new long[] { 3 })]
    [InlineData(new long[] { 2, 3 })]
    [InlineData(new long[] { 2, 1, 3 })]
    public void TheKernelAgreesWithTheFormulaForAnyNumberOfLeadingAxes(long[] leading)
    {
        using var scope = NewDisposeScope();
        var q = randn([.. leading, 5, 8], dtype: ScalarType.Float64);
        var k = randn([.. leading, 7, 8], dtype: ScalarType.Float64);
        var v = randn([.. leading, 7, 6], dtype: ScalarType.Float64);
        var allowed = rand(5, 7).gt(0.4);
        var added = randn([.. leading, 5, 7], dtype: ScalarType.Float64);
        foreach (var mask in new[] { null, allowed, added })
        {
            foreach (var causal in new[] { false, true })
            {
                var output = ScaledDotProductAttention.Apply(q, k, v, mask, causal);
                Agreement.Assert(ScaledDotProductAttention.WithWeights(q, k, v, mask, causal).output, output, Agreement.Exact, "output");
            }
        }
    }

    [Theory]
    [InlineData("", false, ScalarType.Float32)]
    [InlineData("", false, ScalarType.Float64)]
    [InlineData("causal.", false, ScalarType.Float32)]
    [InlineData("causal.", false, ScalarType.Float64)]
    [InlineData("causal.", true, ScalarType.Float32)]
    [InlineData("causal.", true, ScalarType.Float64)]
    public void MultiHeadAttentionAgreesWithPyTorchInOutputAndGradients(string run, bool byMask, ScalarType type)
    {
        using var reference = Reference.Load("mha");
        using var attention = new MultiHeadAttention(512, 8, causal: run.Length > 0 && !byMask);
        reference.LoadInto(attention, TutorialName);
        attention.to(type);
        using var x = reference.Inputs["x"].to(type, copy: true);
        var mask = byMask ? reference.Inputs["mask"] : null;

        using var output = attention.call(x, mask: mask);
        reference.AssertAgrees(output, run + "output");
        reference.Backward(output, run);
        reference.AssertGradientNorms(attention, TutorialName, run);

        var (explicitOutput, weights) = attention.WithWeights(x, mask: mask);
        reference.AssertAgrees(explicitOutput, run + "output");
        explicitOutput.Dispose();
        weights.Dispose();
    }

    [Theory]
    [InlineData("", ScalarType.Float32)]
    [InlineData("padded.", ScalarType.Float32)]
    [InlineData("", ScalarType.Float64)]
    [InlineData("padded.", ScalarType.Float64)]
    public void MultiHeadAttentionAgreesWithNnMultiheadAttention(string run, ScalarType type)
    {
        using var reference = Reference.Load("nn_mha");
        using var attention = new MultiHeadAttention(512, 8);
        Reference.LoadInto(attention, key => Unpacked(reference, key));
        attention.to(type);
        using var x = reference.Inputs["x"].to(type, copy: true);
        var padding = run.Length == 0 ? null : reference.Inputs["key_padding_mask"];

        using var output = attention.call(x, keyPaddingMask: padding);
        reference.AssertAgrees(output, run + "output");

        var (explicitOutput, weights) = attention.WithWeights(x, keyPaddingMask: padding);
        reference.AssertAgrees(explicitOutput, run + "output");
        reference.AssertAgrees(weights, run + "attn_weights_per_head");
        using var average = weights.mean([1]);
        reference.AssertAgrees(average, run + "attn_weights");
        explicitOutput.Dispose();
        weights.Dispose();
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void ACallLeavesExactlyItsResults(GradientMode mode)
    {
        using var attention = new MultiHeadAttention(16, 4, memoryFeatures: 24, dropout: 0.1, causal: true);
        using var plain = new MultiHeadAttention(16, 4);
        using var entered = mode.Enter(attention);
        using var x = randn(2, 3, 16);
        using var memory = randn(2, 5, 24);
        using var square = ones(3, 5, dtype: ScalarType.Bool);
        using var added = zeros(2, 1, 3, 5);
        using var padding = zeros(2, 5, dtype: ScalarType.Bool);
        foreach (var mask in new[] { null, square, added })
        {
            foreach (var keys in new[] { null, padding })
            {
                Handles.Exactly(1, () => attention.call(x, memory, mask, keys), x, memory, square, added, padding).Dispose();
                var (output, weights) = Handles.Exactly(
                    2, () => attention.WithWeights(x, memory, mask, keys), x, memory, square, added, padding);
                output.Dispose();
                weights.Dispose();
            }
        }

        Handles.Exactly(1, () => plain.call(x)).Dispose();
    }

    [Fact]
    public void MasksOfTwoThreeAndFourAxesAndPaddingCombine()
    {
        using var scope = NewDisposeScope();
        using var attention = new MultiHeadAttention(16, 4, causal: true).to(ScalarType.Float64);
        var x = randn(2, 5, 16, dtype: ScalarType.Float64);
        var allowed = rand(2, 4, 5, 5).gt(0.3);
        var padding = tensor(new[] { false, false, false, false, true, false, true, false, false, false }).view(2, 5);
        var triangle = ones(5, 5, dtype: ScalarType.Bool).tril();
        var all = allowed.logical_and(triangle).logical_and(padding.logical_not().view(2, 1, 1, 5));
        using var unmasked = new MultiHeadAttention(16, 4).to(ScalarType.Float64);
        unmasked.load_state_dict(attention.state_dict());

        var expected = unmasked.call(x, mask: all);
        Agreement.Assert(attention.call(x, mask: allowed, keyPaddingMask: padding), expected, Agreement.Exact, "booleans");

        var added = zeros(2, 4, 5, 5).masked_fill(allowed.logical_not(), float.NegativeInfinity);
        Agreement.Assert(attention.call(x, mask: added, keyPaddingMask: padding), expected, Agreement.Exact,
            "added float32 in a float64 layer");
        Agreement.Assert(
            attention.WithWeights(x, mask: added, keyPaddingMask: padding).output, expected, Agreement.Exact, "by the formula");

        var perBatch = allowed.select(1, 0);
        Agreement.Assert(attention.call(x, mask: perBatch), attention.call(x, mask: perBatch.unsqueeze(1)), Agreement.Exact, "three axes");
        var square = perBatch.select(0, 0);
        Agreement.Assert(attention.call(x, mask: square), attention.call(x, mask: square.view(1, 1, 5, 5)), Agreement.Exact, "two axes");
        Agreement.Assert(attention.call(x, mask: triangle), attention.call(x), 1e-9, "the triangle changes nothing");
    }

    [Fact]
    public void WhatDoesNotFitIsExplained()
    {
        using var attention = new MultiHeadAttention(16, 4);
        using var x = zeros(2, 3, 16);
        using var narrow = zeros(2, 3, 12);
        using var mask = ones(3, 4, dtype: ScalarType.Bool);
        using var padding = zeros(2, 3);
        Assert.Equal(
            "MultiHeadAttention: input 'x' has size 12 along axis 2 (D), expected 16; got (2, 3, 12) for (B, T, D): "
                + "give it 16 along this axis, or create MultiHeadAttention with D = 12.",
            Assert.Throws<ShapeMismatchException>(() => attention.call(narrow)).Message);
        Assert.Equal(
            "MultiHeadAttention: input 'mask' has size 4 along axis 1 (S), expected 3; "
                + "got (3, 4) for (T, S), (B, T, S) or (B, heads, T, S): give 'mask' and 'x' the same S.",
            Assert.Throws<ShapeMismatchException>(() => attention.call(x, mask: mask)).Message);
        Assert.Equal(
            "MultiHeadAttention: input 'keyPaddingMask' has dtype Float32, expected Bool; got (2, 3): convert it with .to(torch.@bool).",
            Assert.Throws<ShapeMismatchException>(() => attention.call(x, keyPaddingMask: padding)).Message);
        Assert.Equal(
            "MultiHeadAttention: features must be a multiple of the 3 heads, got 16. (Parameter 'features')\nActual value was 16.",
            Assert.Throws<System.ArgumentOutOfRangeException>(() => new MultiHeadAttention(16, 3)).Message.ReplaceLineEndings("\n"));
    }

    private static Tensor First((Tensor output, Tensor weights) both)
    {
        both.weights.Dispose();
        return both.output;
    }

    private static string TutorialName(string key)
        => key.Replace("query", "W_q").Replace("key", "W_k").Replace("value", "W_v").Replace("output", "W_o");

    // nn.MultiheadAttention holds the three input projections one above the other.
    private static Tensor Unpacked(Reference reference, string key)
    {
        var (projection, kind) = (key.Split('.')[0], key.Split('.')[1]);
        return projection == "output"
            ? reference.Weights[$"out_proj.{kind}"].alias()
            : reference.Weights[$"in_proj_{kind}"].narrow(0, 512 * System.Array.IndexOf(["query", "key", "value"], projection), 512);
    }
}
