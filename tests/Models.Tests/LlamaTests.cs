using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

public sealed class LlamaTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void AgreesWithPyTorch(ScalarType type)
    {
        using var folder = new ModelFolder("llama_tiny", "llama");
        using var reference = Reference.Load("llama_tiny");
        using var loaded = Llama.FromPretrained(folder.Path, dtype: type);
        Assert.Equal(new LlamaConfig(LlamaGeneration.Llama2, 211, 64, 2, 4, 2, 16, 172), loaded.Config);
        var model = Assert.IsType<Llama2>(loaded.Model);
        var ids = reference.Inputs["input_ids"];

        using var logits = Handles.Exactly(1, () => loaded.Model.call(ids), ids);
        reference.AssertAgrees(logits, "logits");
        reference.Backward(logits);
        reference.AssertGradientNorms(model, HubNames.Of(Llama.HubNames()));
    }

    [Theory]
    [InlineData(500000, null, false, typeof(Llama3))]
    [InlineData(500000, 8, false, typeof(Llama31))]
    [InlineData(500000, 32, true, typeof(Llama32))]
    public void TheConfigurationDecidesTheGeneration(int theta, int? factor, bool tied, System.Type expected)
    {
        using var folder = new ModelFolder("llama_tiny", "llama", change: config =>
        {
            config["rope_theta"] = theta;
            config["tie_word_embeddings"] = tied;
            config["rope_scaling"] = factor is null ? null : new JsonObject
            {
                ["rope_type"] = "llama3", ["factor"] = factor, ["low_freq_factor"] = 1.0, ["high_freq_factor"] = 4.0, ["original_max_position_embeddings"] = 8192,
            };
        });
        using var loaded = Llama.FromPretrained(folder.Path);
        Assert.IsType(expected, loaded.Model);
        Assert.Equal(4, loaded.Model.Generate([1, 2, 3], GenerationOptions.Greedy with { MaxNewTokens = 4 }).Count);
    }

    /// <summary>Tied, the head of the file is ignored, and the scores are those of a head that holds the embedding.</summary>
    [Fact]
    public void ATiedHeadIsTheEmbedding()
    {
        var sizes = new LlamaConfig(LlamaGeneration.Llama32, 211, 64, 2, 4, 2, 16, 172);
        using var folder = new ModelFolder("llama_tiny", "llama");
        using var model = Assert.IsType<Llama32>(Llama.Create(sizes));
        Checkpoint.Load(model, folder.Path, new LoadOptions { Map = Llama.HubNames(tied: true) });
        Assert.DoesNotContain(model.state_dict().Keys, key => key.Contains("inear.weight") && key.StartsWith("linear"));
        using var file = CheckpointFile.Open(folder.Path);
        using var embedding = file["model.embed_tokens.weight"].Read();
        Agreement.Assert(model.state_dict()["embedding.weight"], embedding, 0, "embedding");
    }

    [Fact]
    public void NewerFilesHoldRotaryParametersTogether()
    {
        using var folder = new ModelFolder("llama_tiny", "llama", change: config =>
        {
            config.Remove("rope_theta");
            config["rope_parameters"] = new JsonObject { ["rope_theta"] = 10000.0, ["rope_type"] = "default" };
        });
        Assert.Equal(LlamaGeneration.Llama2, LlamaConfig.Read(new PretrainedFolder(folder.Path).Config("llama")).Generation);
    }

    [Fact]
    public void WhatIsSavedIsTheFileOfTheHub()
    {
        using var folder = new ModelFolder("llama_tiny", "llama");
        using var saved = new Runtime.Tests.Checkpoints.TemporaryFolder();
        using var loaded = Llama.FromPretrained(folder.Path);
        loaded.Save(saved.Path, maximumShardBytes: 100_000);
        using var before = CheckpointFile.Open(folder.Path);
        using var after = CheckpointFile.Open(saved.Path);
        Assert.Equal(before.Tensors.Select(tensor => tensor.Name).Order(), after.Tensors.Select(tensor => tensor.Name).Order());
        using var again = Llama.FromPretrained(saved.Path);
        Assert.Equal(loaded.Config, again.Config);
    }
}
