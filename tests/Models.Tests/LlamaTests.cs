using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Layers;
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
        Assert.Equal(new LlamaConfig(211, 64, 2, 4, 2, 16, 172, 1e-5, new RotaryOptions()), loaded.Config);
        var model = Assert.IsType<LlamaForCausalLM>(loaded.Model);
        var ids = reference.Inputs["input_ids"];

        using var logits = Handles.Exactly(1, () => loaded.Model.call(ids), ids);
        reference.AssertAgrees(logits, "logits");
        reference.Backward(logits);
        reference.AssertGradientNorms(model, HubNames.Of(Llama.HubNames()));
    }

    /// <summary>What the configuration says of epsilon, rotary positions, the activation and the window is what is computed.</summary>
    [Theory]
    [MemberData(nameof(Configurations))]
    public void AnyConfigurationIsComputedByItsFormula(string changes)
    {
        using var scope = NewDisposeScope();
        using var folder = new ModelFolder("llama_tiny", "llama", change: config =>
        {
            foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            {
                config[name] = value?.DeepClone();
            }
        });
        using var loaded = Llama.FromPretrained(folder.Path, dtype: ScalarType.Float64);
        var ids = randint(0, 211, [2, 9], dtype: ScalarType.Int64);

        var expected = _formulas[changes](folder.Path).Scores(ids);
        Agreement.Assert(loaded.Model.call(ids), expected, 1e-11, changes);
        Assert.True(changes == "{}" || Agreement.Difference(expected, new NaiveLlama(folder.Path).Scores(ids)) > 1e-4);
    }

    public static TheoryData<string> Configurations => [.. _formulas.Keys];

    private static readonly Dictionary<string, Func<string, NaiveLlama>> _formulas = new()
    {
        ["{}"] = folder => new NaiveLlama(folder),
        ["""{ "rms_norm_eps": 0.01 }"""] = folder => new NaiveLlama(folder) { Eps = 0.01 },
        ["""{ "rope_theta": 1000000.0 }"""] = folder => new NaiveLlama(folder) { Frequencies = [.. NaiveLlama.Powers(1e6)] },
        ["""{ "rope_parameters": { "rope_theta": 500000.0, "rope_type": "default" } }"""] = folder => new NaiveLlama(folder) { Frequencies = [.. NaiveLlama.Powers(5e5)] },
        ["""{ "rope_scaling": { "type": "linear", "factor": 4.0 } }"""] = folder => new NaiveLlama(folder) { Frequencies = [.. NaiveLlama.Powers(10000).Select(one => one / 4)] },
        ["""{ "partial_rotary_factor": 0.5 }"""] = folder => new NaiveLlama(folder) { Frequencies = [.. NaiveLlama.Powers(10000, 8)] },
        ["""{ "hidden_act": "relu" }"""] = folder => new NaiveLlama(folder) { Gate = x => x.relu() },
        ["""{ "model_type": "mistral", "sliding_window": 3, "num_key_value_heads": 2 }"""] = folder => new NaiveLlama(folder) { Window = 3 },

        // Waves of 64/1 positions and more are slowed eightfold, those of 64/3 and less not at all, and those between in
        // proportion (arXiv:2407.21783).
        ["""{ "rope_scaling": { "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 3.0, "original_max_position_embeddings": 64 } }"""] = folder => new NaiveLlama(folder)
        {
            Frequencies = [.. NaiveLlama.Powers(10000).Select(one =>
            {
                var wave = 2 * Math.PI / one;
                var share = ((64 / wave) - 1) / 2;
                return wave > 64 ? one / 8 : wave < 64 / 3.0 ? one : ((1 - share) * one / 8) + (share * one);
            })],
        },

        // Pairs 0 to 2 turn some 32 times and more within 2048 positions and keep their speed, those from 6 on turn less than once
        // (arXiv:2309.00071, section 3.2).
        ["""{ "max_position_embeddings": 8192, "rope_scaling": { "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 2048 } }"""] = folder => new NaiveLlama(folder)
        {
            Frequencies = [.. NaiveLlama.Powers(10000).Select((one, pair) =>
            {
                var (low, high) = (Math.Floor(YarnPair(32)), Math.Ceiling(YarnPair(1)));
                var slowed = Math.Clamp((pair - low) / (high - low), 0, 1);
                return (slowed * one / 4) + ((1 - slowed) * one);
            })],
            Magnitude = (0.1 * Math.Log(4)) + 1,
        },
    };

    // Which pair turns so many times within 2048 positions.
    private static double YarnPair(double turns) => 16 * Math.Log(2048 / (turns * 2 * Math.PI)) / (2 * Math.Log(10000));

    [Fact]
    public void ScalingIsReadAsTransformersDoes()
    {
        Assert.Equal(new RotaryOptions(), Rotary("{}"));
        Assert.Equal(new RotaryOptions { Base = 5e5 }, Rotary("""{ "rope_theta": 5e5, "rope_scaling": null }"""));
        Assert.Equal(new RotaryOptions { Base = 7 }, Rotary("""{ "rope_theta": 3, "rope_parameters": { "rope_theta": 7, "rope_type": "default" } }"""));
        Assert.Equal(new RotaryOptions { Dim = 4 }, Rotary("""{ "rope_parameters": { "rope_type": "default", "partial_rotary_factor": 0.25 } }"""));
        Assert.Equal(
            new RotaryOptions
            {
                Scaling = RotaryScaling.Yarn, Factor = 2, Context = 99, BetaFast = 16, BetaSlow = 2, AttentionFactor = 1.5
            },
            Rotary("""{ "max_position_embeddings": 99, "rope_scaling": { "type": "yarn", "factor": 2, "beta_fast": 16, "beta_slow": 2, "attention_factor": 1.5 } }"""));
        var deep = Rotary("""{ "rope_scaling": { "type": "yarn", "factor": 40, "original_max_position_embeddings": 4096, "mscale": 0.707, "mscale_all_dim": 1.0 } }""");
        Assert.Equal((1 + (0.0707 * Math.Log(40))) / (1 + (0.1 * Math.Log(40))), deep.AttentionFactor!.Value, 1e-12);

        static RotaryOptions Rotary(string changes)
        {
            using var folder = new ModelFolder("llama_tiny", "llama", change: config =>
            {
                config.Remove("rope_theta");
                foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
                {
                    config[name] = value?.DeepClone();
                }
            });
            return LlamaConfig.Read(new PretrainedFolder(folder.Path).Config("llama")).Rotary;
        }
    }

    /// <summary>Biases of queries, keys and values; none of the result.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Qwen2HasBiases(bool tied)
    {
        using var scope = NewDisposeScope();
        using var folder = new ModelFolder("llama_tiny", "llama", change: config =>
        {
            config["model_type"] = "qwen2";
            config["tie_word_embeddings"] = tied;
            config["sliding_window"] = 4096;
            config["use_sliding_window"] = false;
        });
        using var model = (nn.Module)(object)Llama.Create(
            new LlamaConfig(211, 64, 2, 4, 2, 16, 172, 1e-5, new RotaryOptions(), tied, HasBiases: true), dtype: ScalarType.Float64);
        using (no_grad())
        {
            foreach (var parameter in model.parameters())
            {
                parameter.normal_(0, 0.3);
            }
        }

        Checkpoint.Save(model, folder["model.safetensors"], new SaveOptions { Map = Llama.HubNames(tied) });
        using var file = CheckpointFile.Open(folder.Path);
        Assert.Equal([16 * 4], file["model.layers.1.self_attn.q_proj.bias"].Shape);
        Assert.Equal([16 * 2], file["model.layers.1.self_attn.v_proj.bias"].Shape);
        Assert.Null(file.Find("model.layers.1.self_attn.o_proj.bias"));
        Assert.Equal(tied, file.Find("lm_head.weight") is null);
        using var loaded = Llama.FromPretrained(folder.Path, dtype: ScalarType.Float64);
        Assert.IsType(tied ? typeof(TiedQwen2ForCausalLM) : typeof(Qwen2ForCausalLM), loaded.Model);
        var ids = randint(0, 211, [2, 9], dtype: ScalarType.Int64);
        Agreement.Assert(loaded.Model.call(ids), new NaiveLlama(folder.Path).Scores(ids), 1e-9, "scores");
    }

    [Theory]
    [InlineData(false, null, typeof(LlamaForCausalLM))]
    [InlineData(true, null, typeof(TiedLlamaForCausalLM))]
    [InlineData(false, 4, typeof(MistralForCausalLM))]
    public void TheConfigurationDecidesTheDeclaration(bool tied, int? window, Type expected)
    {
        using var folder = new ModelFolder("llama_tiny", "llama", change: config =>
        {
            config["model_type"] = window is null ? "llama" : "mistral";
            config["tie_word_embeddings"] = tied;
            config["sliding_window"] = window;
        });
        using var loaded = Llama.FromPretrained(folder.Path);
        Assert.IsType(expected, loaded.Model);
        Assert.Equal(4, loaded.Model.Generate([1, 2, 3], GenerationOptions.Greedy with { MaxNewTokens = 4 }).Count);
    }

    /// <summary>Tied, the head of the file is ignored, and the scores are those of a head that holds the embedding.</summary>
    [Fact]
    public void ATiedHeadIsTheEmbedding()
    {
        using var scope = NewDisposeScope();
        using var folder = new ModelFolder("llama_tiny", "llama", change: config => config["tie_word_embeddings"] = true);
        using var tied = Llama.FromPretrained(folder.Path, dtype: ScalarType.Float64);
        using var own = Llama.FromPretrained(new ModelFolder("llama_tiny", "llama").Path, dtype: ScalarType.Float64);
        using (no_grad())
        {
            var weights = ((nn.Module)(object)own.Model).state_dict();
            weights["linear.weight"].copy_(weights["embedding.weight"]);
        }

        var ids = randint(0, 211, [2, 9], dtype: ScalarType.Int64);
        Assert.DoesNotContain(((nn.Module)(object)tied.Model).state_dict().Keys, key => key == "linear.weight");
        Agreement.Assert(tied.Model.call(ids), own.Model.call(ids), 1e-12, "scores");
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
