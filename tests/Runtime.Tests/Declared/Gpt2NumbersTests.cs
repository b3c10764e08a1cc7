using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Declared;

public sealed class Gpt2NumbersTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void LogitsGradientsAndLoss(ScalarType type)
    {
        using var reference = Reference.Load("gpt2_tiny");
        using var model = new Gpt2(dtype: type);
        Reference.LoadInto(model, key => Weight(reference, key));
        model.eval();
        var ids = reference.Inputs["input_ids"];

        using var logits = Handles.Exactly(1, () => model.call(ids), ids);
        reference.AssertAgrees(logits, "logits");
        reference.Backward(logits);
        reference.AssertGradientNorms(model, key => Name(key).Name);

        // The next id is the target; the last position has none.
        using var inputs = ids.narrow(1, 0, 15);
        using var targets = ids.narrow(1, 1, 15);
        using var loss = Handles.Exactly(1, () => model.Loss(inputs, targets), ids);
        reference.AssertAgrees(loss, "lm_loss");
    }

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

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void FiveFullBatchStepsOfAdamW(ScalarType type)
    {
        using var reference = Reference.Load("gpt2_tiny");
        using var model = new Gpt2(dtype: type);
        Reference.LoadInto(model, key => Weight(reference, key));
        model.eval();
        using var optimizer = optim.AdamW(model.parameters(), 1e-3, 0.9, 0.999, 1e-8, 0.01);
        using var inputs = reference.Inputs["input_ids"].narrow(1, 0, 15);
        using var targets = reference.Inputs["input_ids"].narrow(1, 1, 15);

        Assert.Equal(6, reference.TrainingLosses.Count);
        for (var step = 0; step < 6; step++)
        {
            using var loss = Handles.Exactly(1, () => model.Loss(inputs, targets));
            using var exact = loss.to(ScalarType.Float64);
            var tolerance = type == ScalarType.Float64 ? Agreement.Exact : reference.TrainingTolerances[step];
            Assert.Equal(reference.TrainingLosses[step], exact.item<double>(), tolerance);
            model.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }

    [Fact]
    public void GreedyContinuation()
    {
        using var reference = Reference.Load("gpt2_tiny");
        using var model = new Gpt2();
        Reference.LoadInto(model, key => Weight(reference, key));
        model.eval();
        using var quiet = inference_mode();
        using var prompt = reference.Inputs["prompt"].clone();
        var ids = prompt.data<long>().ToList();
        while (ids.Count < 25)
        {
            using var input = tensor(ids.ToArray()).unsqueeze(0);
            using var logits = model.call(input);
            using var last = logits[0, -1];
            using var next = last.argmax();
            ids.Add(next.item<long>());
        }

        long[] expected = [17, 3, 120, 55, 201, 201, 25, 84, 92, 33, 55, 159, 159, 170, 37, 37, 37, 37, 120, 77, 77, 165, 159, 159, 159];
        Assert.Equal(expected, ids);
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
        key = key.Replace("hidden0.", string.Empty).Replace("hidden1.block.", "block.0.").Replace("hidden2.block.", "block.1.").Replace("logits.", string.Empty);
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
