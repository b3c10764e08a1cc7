using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class LlamaNumbersTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void HiddenStates(ScalarType type)
    {
        using var reference = Reference.Load("llama_tiny");
        using var model = new LlamaWithHiddenStates(dtype: type);
        reference.LoadInto(model, Name);
        model.eval();
        using var quiet = inference_mode();
        var (hidden0, hidden1, hidden2, logits) = Handles.Exactly(4, () => model.call(reference.Inputs["input_ids"]));
        reference.AssertAgrees(hidden0, "hidden.0");
        reference.AssertAgrees(hidden1, "hidden.1");
        reference.AssertAgrees(hidden2, "hidden.2");
        reference.AssertAgrees(logits, "logits");
        foreach (var result in new[] { hidden0, hidden1, hidden2, logits })
        {
            result.Dispose();
        }
    }

    [Fact]
    public void TheArchitectureCountsEveryWeight()
    {
        using var model = new Llama();
        Assert.Equal(117952, model.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(["13504", "90880", "64", "13504"], Llama.Architecture.Layers.Select(layer => layer.Parameters));
    }

    private static string Name(string key)
    {
        // Chain form: block.N.…; with hidden states: hiddenN+1.block.….
        key = key.Replace("hidden0.", string.Empty)
            .Replace("hidden1.block.", "block.0.").Replace("hidden2.block.", "block.1.").Replace("logits.", string.Empty);
        if (key.StartsWith("linear", StringComparison.Ordinal))
        {
            return "lm_head.weight";
        }

        return "model." + key
            .Replace("embedding", "embed_tokens")
            .Replace("block.", "layers.")
            .Replace("attention.rmsNorm", "input_layernorm").Replace("mlp.rmsNorm", "post_attention_layernorm").Replace("rmsNorm", "norm")
            .Replace("attention.multiHeadAttention.query", "self_attn.q_proj")
            .Replace("attention.multiHeadAttention.key", "self_attn.k_proj")
            .Replace("attention.multiHeadAttention.value", "self_attn.v_proj")
            .Replace("attention.multiHeadAttention.output", "self_attn.o_proj")
            .Replace("mlp.gatedFeedForward.gate", "mlp.gate_proj")
            .Replace("mlp.gatedFeedForward.up", "mlp.up_proj").Replace("mlp.gatedFeedForward.down", "mlp.down_proj");
    }
}
