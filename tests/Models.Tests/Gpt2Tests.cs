using System.Linq;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

public sealed class Gpt2Tests
{
    [Theory]
    [InlineData("weights.safetensors", ScalarType.Float32)]
    [InlineData("weights.safetensors", ScalarType.Float64)]
    [InlineData("weights_hub_style.safetensors", ScalarType.Float32)]
    [InlineData("weights_hub_style.safetensors", ScalarType.Float64)]
    public void AgreesWithPyTorch(string weights, ScalarType type)
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2", weights);
        using var reference = Reference.Load("gpt2_tiny");
        using var loaded = Gpt2.FromPretrained(folder.Path, dtype: type);
        Assert.Equal(new Gpt2Config(211, 64, 64, 2, 4, 256), loaded.Config);
        Assert.False(loaded.Model.training);
        var ids = reference.Inputs["input_ids"];

        using var logits = Handles.Exactly(1, () => loaded.Model.call(ids), ids);
        reference.AssertAgrees(logits, "logits");
        reference.Backward(logits);
        reference.AssertGradientNorms(loaded.Model, HubNames.Of(Gpt2.HubNames()));

        // The next id is the target; the last position has none.
        using var inputs = ids.narrow(1, 0, 15);
        using var targets = ids.narrow(1, 1, 15);
        using var loss = Handles.Exactly(1, () => loaded.Model.Loss(inputs, targets), ids);
        reference.AssertAgrees(loss, "lm_loss");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void LearnsAsInPyTorch(ScalarType type)
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2");
        using var reference = Reference.Load("gpt2_tiny");
        using var loaded = Gpt2.FromPretrained(folder.Path, dtype: type);
        using var optimizer = optim.AdamW(loaded.Model.parameters(), 1e-3, 0.9, 0.999, 1e-8, 0.01);
        using var inputs = reference.Inputs["input_ids"].narrow(1, 0, 15);
        using var targets = reference.Inputs["input_ids"].narrow(1, 1, 15);
        for (var step = 0; step < reference.TrainingLosses.Count; step++)
        {
            using var loss = loaded.Model.Loss(inputs, targets);
            using var exact = loss.to(ScalarType.Float64);
            Assert.Equal(reference.TrainingLosses[step], exact.item<double>(),
                type == ScalarType.Float64 ? Agreement.Exact : reference.TrainingTolerances[step]);
            loaded.Model.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }

    [Fact]
    public void ContinuesGreedilyAsInPyTorch()
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2");
        using var reference = Reference.Load("gpt2_tiny");
        using var loaded = Gpt2.FromPretrained(folder.Path);
        var prompt = reference.Inputs["prompt"].data<long>().ToArray();
        var ids = loaded.Model.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 20 });
        Assert.Equal([17, 3, 120, 55, 201, 201, 25, 84, 92, 33, 55, 159, 159, 170, 37, 37, 37, 37, 120, 77, 77, 165, 159, 159, 159],
            prompt.Concat(ids));
    }

    [Fact]
    public void TheTokenizerTellsTheTextOfWhatIsGenerated()
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2");
        using var loaded = Gpt2.FromPretrained(folder.Path);
        var prompt = loaded.Tokenizer.Encode("no");
        var all = loaded.Model.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 8 });
        var stop = loaded.Tokenizer.Decode([all[0], all[1]]);
        var until = loaded.Model.Generate(prompt,
            GenerationOptions.Greedy with { MaxNewTokens = 8, StopStrings = [stop], Decode = loaded.Tokenizer.Decode });
        Assert.Equal(all.Take(2), until);
    }

    [Fact]
    public void WhatIsSavedIsTheFileOfTheHub()
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2");
        using var saved = new Runtime.Tests.Checkpoints.TemporaryFolder();
        using var loaded = Gpt2.FromPretrained(folder.Path);
        loaded.Save(saved.Path);
        using (var before = CheckpointFile.Open(folder.Path))
        using (var after = CheckpointFile.Open(saved.Path))
        {
            Assert.Equal(before.Tensors.Select(tensor => tensor.Name).Order(), after.Tensors.Select(tensor => tensor.Name).Order());
            foreach (var tensor in before.Tensors)
            {
                using var expected = tensor.Read();
                using var actual = after[tensor.Name].Read();
                Agreement.Assert(actual, expected, 0, tensor.Name);
            }
        }

        using var again = Gpt2.FromPretrained(saved.Path);
        Assert.Equal(loaded.Config, again.Config);
        Assert.Equal(loaded.Tokenizer.Encode("lower"), again.Tokenizer.Encode("lower"));
    }
}
