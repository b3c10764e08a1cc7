using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class AttentionNumbersTests
{
    [Theory]
    [InlineData("", null, ScalarType.Float32)]
    [InlineData("", null, ScalarType.Float64)]
    [InlineData("causal.", "mask_causal", ScalarType.Float32)]
    [InlineData("causal.", "mask_causal", ScalarType.Float64)]
    [InlineData("random.", "mask_random", ScalarType.Float32)]
    [InlineData("random.", "mask_random", ScalarType.Float64)]
    public void ScaledDotProductAttention(string run, string? maskName, ScalarType type)
    {
        using var reference = Reference.Load("sdpa");
        using var model = new ScaledDotProduct();
        using var withWeights = new ScaledDotProductWithWeights();
        using var mask = maskName is null ? null : reference.Inputs[maskName].expand(2, 1, 6, 6);
        using var q = Leaf(reference, "Q", type);
        using var k = Leaf(reference, "K", type);
        using var v = Leaf(reference, "V", type);

        using var output = Handles.Exactly(1, () => model.call(q, k, v, mask), q, k, v);
        reference.AssertAgrees(output, run + "output");
        AssertGradients(reference, run, output, q, k, v);

        var (sameOutput, weights) = Handles.Exactly(2, () => withWeights.call(q, k, v, mask), q, k, v);
        reference.AssertAgrees(sameOutput, run + "output");
        reference.AssertAgrees(weights, run + "attn_weights");
        AssertGradients(reference, run, sameOutput, q, k, v);
        sameOutput.Dispose();
        weights.Dispose();
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void CausalScaledDotProductAttentionNeedsNoMask(ScalarType type)
    {
        using var reference = Reference.Load("sdpa");
        using var model = new CausalScaledDotProduct();
        using var q = Leaf(reference, "Q", type);
        using var k = Leaf(reference, "K", type);
        using var v = Leaf(reference, "V", type);
        using var output = Handles.Exactly(1, () => model.call(q, k, v), q, k, v);
        reference.AssertAgrees(output, "causal.output");
        AssertGradients(reference, "causal.", output, q, k, v);
    }

    // PyTorch's formula gives NaN in the row that may attend to nothing; here, as in its kernel, the row is 0.
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ARowThatMayAttendToNothingIsZero(ScalarType type)
    {
        using var reference = Reference.Load("sdpa");
        using var model = new ScaledDotProductWithWeights();
        using var kernel = new ScaledDotProduct();
        using var q = reference.Inputs["Q"].to(type, copy: true);
        using var k = reference.Inputs["K"].to(type, copy: true);
        using var v = reference.Inputs["V"].to(type, copy: true);
        using var expectedOutput = reference.Expected32["deadrow.output"].nan_to_num(0);
        using var expectedWeights = reference.Expected32["deadrow.attn_weights"].nan_to_num(0);

        var (output, weights) = model.call(q, k, v, reference.Inputs["mask_deadrow"]);
        using var byKernel = kernel.call(q, k, v, reference.Inputs["mask_deadrow"]);
        Agreement.Assert(output, expectedOutput, Reference.Floor, "deadrow.output");
        Agreement.Assert(byKernel, expectedOutput, Reference.Floor, "deadrow.output by the kernel");
        Agreement.Assert(weights, expectedWeights, Reference.Floor, "deadrow.attn_weights");
        output.Dispose();
        weights.Dispose();
    }

    [Theory]
    [InlineData("", ScalarType.Float32)]
    [InlineData("", ScalarType.Float64)]
    [InlineData("causal.", ScalarType.Float32)]
    [InlineData("causal.", ScalarType.Float64)]
    public void MultiHeadAttentionWithAMask(string run, ScalarType type)
    {
        using var reference = Reference.Load("mha");
        using var model = new MaskedSelfAttention(512, dtype: type);
        reference.LoadInto(model, TutorialName);
        using var x = reference.Inputs["x"].to(type, copy: true);
        var mask = run.Length == 0 ? null : reference.Inputs["mask"];

        using var output = Handles.Exactly(1, () => model.call(x, mask), x);
        reference.AssertAgrees(output, run + "output");
        reference.Backward(output, run);
        reference.AssertGradientNorms(model, TutorialName, run);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void CausalMultiHeadAttentionAgreesWithTheMaskedOne(ScalarType type)
    {
        using var reference = Reference.Load("mha");
        using var model = new CausalSelfAttention(512, 8, dtype: type);
        reference.LoadInto(model, TutorialName);
        using var x = reference.Inputs["x"].to(type, copy: true);

        using var output = Handles.Exactly(1, () => model.call(x), x);
        reference.AssertAgrees(output, "causal.output");
        reference.Backward(output, "causal.");
        reference.AssertGradientNorms(model, TutorialName, "causal.");
    }

    [Theory]
    [InlineData("", ScalarType.Float32)]
    [InlineData("", ScalarType.Float64)]
    [InlineData("padded.", ScalarType.Float32)]
    [InlineData("padded.", ScalarType.Float64)]
    public void MultiHeadAttentionAsNnMultiheadAttention(string run, ScalarType type)
    {
        using var reference = Reference.Load("nn_mha");
        using var model = new PaddedSelfAttention(dtype: type);
        using var plain = new PaddedSelfAttentionOnly(dtype: type);
        Reference.LoadInto(model, key => Unpacked(reference, key));
        Reference.LoadInto(plain, key => Unpacked(reference, key));
        using var x = reference.Inputs["x"].to(type, copy: true);
        var padding = run.Length == 0 ? null : reference.Inputs["key_padding_mask"];

        var (output, perHead, averaged) = Handles.Exactly(3, () => model.call(x, padding), x);
        reference.AssertAgrees(output, run + "output");
        reference.AssertAgrees(perHead, run + "attn_weights_per_head");
        reference.AssertAgrees(averaged, run + "attn_weights");
        using var byKernel = Handles.Exactly(1, () => plain.call(x, padding), x);
        reference.AssertAgrees(byKernel, run + "output");
        if (run.Length > 0)
        {
            reference.Backward(output, run);
            reference.AssertGradientNorms(model, PackedName, run);
            reference.Backward(byKernel, run);
            reference.AssertGradientNorms(plain, PackedName, run);
        }

        output.Dispose();
        perHead.Dispose();
        averaged.Dispose();
    }

    private static Tensor Leaf(Reference reference, string name, ScalarType type) =>
        reference.Inputs[name].to(type, copy: true).requires_grad_();

    private static void AssertGradients(Reference reference, string run, Tensor output, Tensor q, Tensor k, Tensor v)
    {
        if (!reference.Expected64.ContainsKey(run + "grad.Q"))
        {
            return;
        }

        reference.Backward(output, run);
        foreach (var (name, tensor) in new[] { ("Q", q), ("K", k), ("V", v) })
        {
            using var gradient = tensor.grad;
            reference.AssertAgrees(gradient!, $"{run}grad.{name}");
            tensor.grad = null;
        }
    }

    private static string TutorialName(string key)
        =>
        key.Split("multiHeadAttention.")[1].Replace("query", "W_q").Replace("key", "W_k").Replace("value", "W_v").Replace("output", "W_o");

    // nn.MultiheadAttention holds the three input projections one above the other.
    private static Tensor Unpacked(Reference reference, string key)
    {
        var (projection, kind) = (key.Split('.')[^2], key.Split('.')[^1]);
        return projection == "output"
            ? reference.Weights[$"out_proj.{kind}"].alias()
            : reference.Weights[$"in_proj_{kind}"].narrow(0, 512 * Array.IndexOf(["query", "key", "value"], projection), 512);
    }

    private static string PackedName(string key)
    {
        var (projection, kind) = (key.Split('.')[^2], key.Split('.')[^1]);
        return projection == "output" ? $"out_proj.{kind}" : $"in_proj_{kind}";
    }
}
