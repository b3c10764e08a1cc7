using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using ModelGen.Runtime.Tests;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>
/// What <c>config.json</c> leaves out is what transformers takes; what it says of quantization and sizes is compared before any work.
/// </summary>
public sealed class ConfigDefaultTests
{
    [Fact]
    public void Entries_that_are_left_out_have_transformers_defaults()
    {
        Assert.Equal(new Gpt2Config(50257, 1024, 768, 12, 12, 3072), Gpt2Config.Read(Config("gpt2")));
        Assert.Equal(new BertConfig(30522, 512, 2, 768, 12, 12, 3072), BertConfig.Read(Config("bert")));
        Assert.Equal((32000L, 4096L, 32L, 32L, 32L, 128L, 11008L), Sizes(LlamaConfig.Read(Config("llama"))));
        Assert.Equal((32000L, 4096L, 32L, 32L, 8L, 128L, 14336L), Sizes(LlamaConfig.Read(Config("mistral"))));
        Assert.Equal((151936L, 4096L, 32L, 32L, 32L, 128L, 22016L), Sizes(LlamaConfig.Read(Config("qwen2"))));
        Assert.Equal(2048, LlamaConfig.Read(Config("llama", """{"rope_type": "yarn", "factor": 2}""")).Rotary.Context);

        static (long, long, long, long, long, long, long) Sizes(LlamaConfig config)
            => (config.Vocabulary, config.D, config.Layers, config.Heads, config.KeyValueHeads, config.HeadDim, config.Hidden);

        static ConfigReader Config(string type, string? scaling = null)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(folder["config.json"], $$"""{"model_type": "{{type}}", "rope_scaling": {{scaling ?? "null"}}}""");
            return ConfigReader.Read(folder["config.json"], type);
        }
    }

    [Fact]
    public void A_bert_without_type_vocab_size_loads()
    {
        using var folder = new ModelFolder("bert_tiny", "bert", change: config => config.Remove("type_vocab_size"));
        using var loaded = Bert.FromPretrained(folder.Path);
        Assert.Equal(2, loaded.Config.Types);
    }

    [Theory]
    [InlineData("""{"quant_method": "gptq", "bits": 4}""", "'gptq'")]
    [InlineData("""{"bits": 8}""", """{"bits":8}""")]
    public void Quantized_weights_are_refused(string value, string shown)
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2", change: config => config["quantization_config"] = JsonNode.Parse(value));
        Assert.Equal(
            $"{folder["config.json"]} has quantization_config {shown}, but quantized weights are not supported: "
                + "save a dequantized copy of the model, without this entry.",
            Assert.Throws<PretrainedException>(() => Gpt2.FromPretrained(folder.Path)).Message);
    }

    [Theory]
    [InlineData("torch_dtype", ScalarType.BFloat16, "bfloat16")]
    [InlineData("dtype", ScalarType.Float16, "float16")]
    [InlineData(null, ScalarType.Float64, "float64")]
    public void A_saved_configuration_states_the_type_of_the_weights(string? entry, ScalarType type, string expected)
    {
        using var folder = new ModelFolder("gpt2_tiny", "gpt2", change: config =>
        {
            config["note"] = "größer & <kleiner>";
            if (entry is not null)
            {
                config[entry] = "float32";
            }
        });
        using var loaded = Gpt2.FromPretrained(folder.Path, dtype: type);
        using var saved = new TemporaryFolder();
        foreach (var path in new[] { saved.Path, folder.Path })
        {
            loaded.Save(path);
            var config = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "config.json")))!.AsObject();
            Assert.Equal(expected, config[entry ?? "torch_dtype"]!.GetValue<string>());
            Assert.Equal("größer & <kleiner>", config["note"]!.GetValue<string>());
            using var again = Gpt2.FromPretrained(path, dtype: type);
            Assert.Equal(loaded.Config, again.Config);
        }

        using var unchanged = new ModelFolder("gpt2_tiny", "gpt2");
        using var plain = Gpt2.FromPretrained(unchanged.Path);
        var before = File.ReadAllBytes(unchanged["config.json"]);
        plain.Save(saved.Path);
        Assert.Equal(before, File.ReadAllBytes(saved["config.json"]));
    }

    [Theory]
    [InlineData("gpt2", "vocab_size", "vocab_size is 1000000000000 in config.json, but 'transformer.wte.weight' in the file is (211, 64)")]
    [InlineData("gpt2", "n_embd", "n_embd is 1000000000000 in config.json, but 'transformer.wte.weight' in the file is (211, 64)")]
    [InlineData("gpt2", "n_positions", "n_positions is 1000000000000 in config.json, but 'transformer.wpe.weight' in the file is (64, 64)")]
    [InlineData("gpt2", "n_layer", "n_layer is 1000000000000 in config.json, but the file has 2 layers")]
    [InlineData("gpt2", "n_inner", "n_inner is 1000000000000 in config.json, but 'transformer.h.0.mlp.c_fc.weight' in the file is (64, 256)")]
    [InlineData("bert", "vocab_size", "vocab_size is 1000000000000 in config.json")]
    [InlineData("bert", "max_position_embeddings", "max_position_embeddings is 1000000000000 in config.json")]
    [InlineData("bert", "type_vocab_size", "type_vocab_size is 1000000000000 in config.json")]
    [InlineData("bert", "num_hidden_layers", "num_hidden_layers is 1000000000000 in config.json, but the file has 2 layers")]
    [InlineData("bert", "intermediate_size", "intermediate_size is 1000000000000 in config.json")]
    [InlineData("llama", "vocab_size", "vocab_size is 1000000000000 in config.json")]
    [InlineData("llama", "num_hidden_layers", "num_hidden_layers is 1000000000000 in config.json, but the file has 2 layers")]
    [InlineData("llama", "intermediate_size", "intermediate_size is 1000000000000 in config.json")]
    [InlineData("llama", "head_dim", "num_attention_heads * head_dim is 4000000000000 in config.json")]
    public void Sizes_beyond_the_weights_are_refused_before_any_work(string family, string entry, string message)
    {
        using var folder = new ModelFolder(family + "_tiny", family, change: config => config[entry] = 1_000_000_000_000);

        // The tokenizer is not even read.
        foreach (var file in Directory.GetFiles(folder.Path, "*tokenizer*").Concat(Directory.GetFiles(folder.Path, "*vocab*")))
        {
            File.WriteAllText(file, "nothing of the kind");
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Handles.None(() => Assert.Contains(message, Assert.Throws<CheckpointMismatchException>(() => Load(family, folder.Path)).Message));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 4 << 20);
    }

    internal static void Load(string family, string folder)
    {
        IDisposable loaded = family switch
        {
            "gpt2" => Gpt2.FromPretrained(folder),
            "bert" => Bert.FromPretrained(folder),
            _ => Llama.FromPretrained(folder),
        };
        loaded.Dispose();
    }
}
