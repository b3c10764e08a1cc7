using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class EncoderDecoderNumbersTests
{
    [Theory]
    [InlineData("", ScalarType.Float32)]
    [InlineData("", ScalarType.Float64)]
    [InlineData("causal.", ScalarType.Float32)]
    [InlineData("causal.", ScalarType.Float64)]
    public void TheEncoderLayerAgreesWithATransformerBlock(string run, ScalarType type)
    {
        using var reference = Reference.Load("transformer_block");
        using var model = new EncoderLayer(512, dtype: type);
        reference.LoadInto(model, BlockName);
        model.eval();
        using var x = reference.Inputs["x"].to(type, copy: true);
        using var output = Handles.Exactly(1, () => model.call(x, run.Length == 0 ? null : reference.Inputs["mask"]), x);
        reference.AssertAgrees(output, run + "output");
        reference.Backward(output, run);
        reference.AssertGradientNorms(model, BlockName, run);
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void PreNormLayersFollowTheirFormulas(GradientMode mode)
    {
        using var model = new PreNormLayers(dtype: ScalarType.Float64);
        using var entered = mode.Enter(model);
        using var x = randn(2, 3, 8, dtype: ScalarType.Float64);
        using var memory = randn(2, 5, 8, dtype: ScalarType.Float64);
        var (encoded, decoded) = Handles.Exactly(2, () => model.call(x, memory), x, memory);
        var weights = model.state_dict();
        Assert.Equal(4 * 64 + 2 * 96 + 16,
            weights.Where(weight => weight.Key.StartsWith("encoded", StringComparison.Ordinal)).Sum(weight => weight.Value.numel()));
        Assert.DoesNotContain(weights.Keys,
            key => key.StartsWith("encoded", StringComparison.Ordinal) && key.EndsWith("bias", StringComparison.Ordinal));

        using var scope = NewDisposeScope();
        var triangle = ones(3, 3, dtype: ScalarType.Bool).tril();
        var layer = "encoded.transformerEncoderLayer.";
        var start = Norm(x, layer + "norm1", 1e-3);
        var attended = x + Attention(start, start, layer + "self_attn", triangle);
        var expected = attended + Linear(Linear(Norm(attended, layer + "norm2", 1e-3), layer + "linear1").gelu(), layer + "linear2");
        Agreement.Assert(encoded, expected, Agreement.Exact, "encoded");

        if (mode != GradientMode.Training)
        {
            layer = "decoded.transformerDecoderLayer.";
            start = Norm(encoded, layer + "norm1", 1e-5);
            attended = encoded + Attention(start, start, layer + "self_attn", null);
            var informed = attended + Attention(Norm(attended, layer + "norm2", 1e-5), memory, layer + "multihead_attn", null);
            expected = informed + Linear(Linear(Norm(informed, layer + "norm3", 1e-5), layer + "linear1").silu(), layer + "linear2");
            Agreement.Assert(decoded, expected, Agreement.Exact, "decoded");
        }

        encoded.Dispose();
        decoded.Dispose();

        Tensor Linear(Tensor y, string name) =>
            nn.functional.linear(y, weights[name + ".weight"], weights.GetValueOrDefault(name + ".bias"));

        Tensor Norm(Tensor y, string name, double eps)
        {
            var centred = y - y.mean([-1], keepdim: true);
            var normal = centred / (centred.square().mean([-1], keepdim: true) + eps).sqrt() * weights[name + ".weight"];
            return weights.TryGetValue(name + ".bias", out var shift) ? normal + shift : normal;
        }

        Tensor Attention(Tensor queries, Tensor keys, string name, Tensor? allowed)
        {
            Tensor Heads(Tensor y, string projection) => Linear(y, $"{name}.{projection}").view(y.size(0), y.size(1), 2, 4).transpose(1, 2);
            var scores = Heads(queries, "query").matmul(Heads(keys, "key").transpose(-2, -1)) / 2;
            scores = allowed is null ? scores : scores.masked_fill(allowed.logical_not(), double.NegativeInfinity);
            var joined = scores.softmax(-1).matmul(Heads(keys, "value")).transpose(1, 2).reshape(queries.size(0), queries.size(1), 8);
            return Linear(joined, name + ".output");
        }
    }

    private static string BlockName(string key) => key
        .Replace("layer.transformerEncoderLayer.", string.Empty)
        .Replace("self_attn.query", "attention.W_q").Replace("self_attn.key", "attention.W_k")
        .Replace("self_attn.value", "attention.W_v").Replace("self_attn.output", "attention.W_o")
        .Replace("linear1", "ffn.0").Replace("linear2", "ffn.2");
}
