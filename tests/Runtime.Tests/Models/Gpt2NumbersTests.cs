using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class Gpt2NumbersTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void HiddenStates(ScalarType type)
    {
        using var reference = Reference.Load("gpt2_tiny");
        using var model = new Gpt2WithHiddenStates(dtype: type);
        Reference.LoadInto(model, key => Weight(reference, key));
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

    // PyTorch's Conv1D holds (in, out) and its c_attn the three projections side by side.
    internal static Tensor Weight(Reference reference, string key)
    {
        var (name, part) = Name(key);
        var weight = reference.Weights[name];
        var isConv1D = name.Contains(".attn.c_") || name.Contains(".mlp.c_");
        using var whole = isConv1D && weight.dim() == 2 ? weight.t() : weight.alias();
        return part < 0 ? whole.alias() : whole.narrow(0, 64 * part, 64);
    }

    private static (string Name, int Part) Name(string key)
    {
        // Chain form: block.N.…; with hidden states: hiddenN+1.block.….
        key = key.Replace("hidden0.", string.Empty)
            .Replace("hidden1.block.", "block.0.").Replace("hidden2.block.", "block.1.").Replace("logits.", string.Empty);
        var kind = key.Split('.')[^1];
        var projection = Array.IndexOf(["query", "key", "value"], key.Split('.')[^2]);
        if (projection >= 0)
        {
            return ($"transformer.h.{key.Split('.')[1]}.attn.c_attn.{kind}", projection);
        }

        var name = key
            .Replace("positionEmbedding", "wpe").Replace("embedding", "wte")
            .Replace("block.", "h.")
            .Replace("attention.multiHeadAttention.output", "attn.c_proj")
            .Replace("attention.layerNorm", "ln_1").Replace("feedForward.layerNorm", "ln_2")
            .Replace("feedForward.feedForward.linear1", "mlp.c_fc").Replace("feedForward.feedForward.linear2", "mlp.c_proj");
        return ("transformer." + (name.StartsWith("layerNorm", StringComparison.Ordinal) ? "ln_f." + kind : name), -1);
    }
}
