using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>
/// Folders that Hugging Face's own libraries wrote, with what those compute (Hub/README.md): scores, generated ids, ids of texts, adapters.
/// </summary>
public sealed class HubFolderTests
{
    [Fact]
    public void Gpt2Folder()
    {
        using var loaded = Gpt2.FromPretrained(Folder("gpt2"));
        AssertScores("gpt2", loaded.Model.call);
        AssertGenerates("gpt2", loaded.Model);
        AssertEncodes("gpt2", loaded.Tokenizer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_of_torch_save_are_loaded(bool sharded)
    {
        using var folder = Copy("gpt2");
        PickledWeights.Replace(folder.Path, sharded);
        using var loaded = Gpt2.FromPretrained(folder.Path);
        AssertScores("gpt2", loaded.Model.call);
    }

    // Rotary positions as transformers 5 writes them, and as 4 did; a tied head; Llama 3's scaling.
    [Theory]
    [InlineData("config.json")]
    [InlineData("config_v4.json")]
    public void Llama32Folder(string config)
    {
        using var folder = Copy("llama32", config);
        using var loaded = Llama.FromPretrained(folder.Path);
        AssertScores("llama32", loaded.Model.call);
        AssertGenerates("llama32", loaded.Model);
        AssertEncodes("llama32", loaded.Tokenizer);
    }

    [Fact]
    public void LlamaWithYarnFolder()
    {
        using var loaded = Llama.FromPretrained(Folder("llama_yarn"));
        AssertScores("llama_yarn", loaded.Model.call);
        AssertGenerates("llama_yarn", loaded.Model);

        // Microsoft.ML.Tokenizers joins the last of two equal pairs first, sentencepiece the first: three spaces come out in another order.
        // sentencepiece alone takes a special token in a text for characters; the tokenizers of the hub do not.
        foreach (var row in Rows("llama_yarn", "tokens_sp.json").Where(row =>
            !Text(row).Contains("   ", StringComparison.Ordinal) && !Text(row).Contains("<s>", StringComparison.Ordinal)))
        {
            Assert.Equal(Ids(row.GetProperty("sp")).Prepend(1), loaded.Tokenizer.Encode(Text(row)));
            Assert.Equal(row.GetProperty("sp_decoded").GetString(), loaded.Tokenizer.Decode(Ids(row.GetProperty("sp"))));
        }
    }

    [Theory]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    public void FoldersOfRelatives(string family)
    {
        using var folder = Copy(family);
        File.Copy(Path.Combine(Folder("llama32"), "tokenizer.json"), folder["tokenizer.json"]);
        using var loaded = Llama.FromPretrained(folder.Path);
        AssertScores(family, loaded.Model.call);
        AssertGenerates(family, loaded.Model);
    }

    [Theory]
    [InlineData("gpt2", "gpt2", 0L)]
    [InlineData("llama32", "llama", 651L)]
    [InlineData("mistral", "mistral", 2L)]
    [InlineData("qwen2", "qwen2", 2L)]
    public void The_configuration_determines_the_family(string name, string family, long end)
    {
        using var folder = Copy(name);
        if (!File.Exists(folder["tokenizer.json"]) && !File.Exists(folder["vocab.json"]))
        {
            File.Copy(Path.Combine(Folder("llama32"), "tokenizer.json"), folder["tokenizer.json"]);
        }

        using var loaded = AutoModelForCausalLM.FromPretrained(folder.Path);

        Assert.Equal(family, loaded.Family);
        Assert.Equal([end], loaded.EndIds);
        AssertScores(name, loaded.Model.call);
        AssertGenerates(name, loaded.Language);
        Checkpoint.Load(loaded.Model, folder["model.safetensors"], new LoadOptions { Map = loaded.HubNames });
    }

    [Fact]
    public void A_family_without_a_causal_model_is_refused()
    {
        var refused = Assert.Throws<PretrainedException>(() => AutoModelForCausalLM.FromPretrained(Folder("bert")));
        Assert.Contains(
            "has model_type 'bert', but 'gpt2' or 'llama' or 'mistral' or 'qwen2' or 'qwen3' or 'phi3' is expected", refused.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[5, 2, 999999, -1, \"2\"]", new long[] { 5, 2 })]
    [InlineData("null", new long[0])]
    [InlineData("1e99", new long[0])]
    public void Ids_that_end_a_text_are_one_several_or_none(string eos, long[] expected)
    {
        using var folder = Copy("gpt2");
        var config = File.ReadAllText(folder["config.json"]).Replace("\"eos_token_id\": 0", $"\"eos_token_id\": {eos}");
        File.WriteAllText(folder["config.json"], config);

        using var loaded = AutoModelForCausalLM.FromPretrained(folder.Path);

        Assert.Equal(expected, loaded.EndIds);
    }

    [Fact]
    public void BertFolder()
    {
        using var loaded = BertForMaskedLM.FromPretrained(Folder("bert"));
        using var expected = CheckpointFile.Open(Path.Combine(Folder("bert"), "expected.safetensors"));
        using var types = expected["token_type_ids"].Read();
        using var mask = expected["attention_mask"].Read();
        using var padding = mask.logical_not();
        AssertScores("bert", ids => loaded.Model.call(ids, types, padding), mask);
        AssertEncodes("bert", loaded.Tokenizer);
    }

    [Fact]
    public void AdaptersOfPeft()
    {
        using var loaded = Gpt2.FromPretrained(Folder("gpt2"));
        using var adapters = LoraAdapters.FromPretrained(loaded.Model, Folder("lora_gpt2_cattn"), Gpt2.HubNames());
        loaded.Model.eval();
        AssertScores("lora_gpt2_cattn", loaded.Model.call);
        adapters.Merge();
        AssertScores("lora_gpt2_cattn", loaded.Model.call);

        // As peft's peers read them again.
        using var folder = new TemporaryFolder();
        adapters.Unmerge();
        adapters.Save(folder.Path, Gpt2.HubNames());
        using var written = CheckpointFile.Open(folder["adapter_model.safetensors"]);
        using var given = CheckpointFile.Open(Path.Combine(Folder("lora_gpt2_cattn"), "adapter_model.safetensors"));
        Assert.Equal(given.Tensors.Select(tensor => tensor.Name).Order(), written.Tensors.Select(tensor => tensor.Name).Order());
        foreach (var tensor in given.Tensors)
        {
            using var one = tensor.Read();
            using var other = written[tensor.Name].Read();
            Assert.True(one.allclose(other, 0, 0), tensor.Name);
        }
    }

    // Within four times the error of PyTorch's own float32, or 2e-6.
    private static void AssertScores(string folder, Func<Tensor, Tensor> call, Tensor? places = null)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var expected = CheckpointFile.Open(Path.Combine(Folder(folder), "expected.safetensors"));
        var exact = expected["logits64"].Read();
        var theirs = Difference(expected["logits"].Read(), exact, places);
        var ours = Difference(call(expected["input_ids"].Read()), exact, places);
        Assert.True(ours <= Math.Max(4 * theirs, 2e-6), $"{folder}: {ours:e2} from float64, PyTorch's float32 is {theirs:e2} from it.");
    }

    private static double Difference(Tensor scores, Tensor exact, Tensor? places)
    {
        var difference = (scores.to(ScalarType.Float64) - exact).abs();
        return (places is null ? difference : difference * places.unsqueeze(-1)).max().item<double>();
    }

    private static void AssertGenerates(string folder, ILanguageModel model)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(folder), "generate.json")));
        var prompts = file.RootElement.GetProperty("prompt").EnumerateArray().Select(Ids).ToList();
        var runs = file.RootElement.GetProperty("runs").EnumerateObject().ToList();
        Assert.Equal(9, runs.Count);
        foreach (var run in runs)
        {
            var arguments = run.Value.GetProperty("args");
            var stop = arguments.TryGetProperty("eos", out var given) ? given.GetInt64() : (long?)null;
            var options = GenerationOptions.Greedy with
            {
                MaxNewTokens = 16,
                StopIds = stop is { } id ? [id] : [],
                RepetitionPenalty = arguments.TryGetProperty("repetition_penalty", out var penalty) ? penalty.GetDouble() : 1,
                Beams = arguments.TryGetProperty("num_beams", out var beams) ? beams.GetInt32() : 1,
                LengthPenalty = arguments.TryGetProperty("length_penalty", out var length) ? length.GetDouble() : 1,
                EarlyStopping = arguments.TryGetProperty("early_stopping", out var early) && early.GetBoolean(),
            };
            var expected = run.Value.GetProperty("ids").EnumerateArray().Select(Ids).ToList();
            for (var row = 0; row < prompts.Count; row++)
            {
                Assert.Equal(expected[row].TakeWhile(one => one != stop), model.Generate(prompts[row], options));
            }
        }
    }

    private static void AssertEncodes(string folder, ITokenizer tokenizer, bool decodes = true)
    {
        foreach (var row in Rows(folder, "tokens.json"))
        {
            Assert.Equal(Ids(row.GetProperty("with_special")), tokenizer.Encode(Text(row)));
            if (decodes)
            {
                Assert.Equal(row.GetProperty("decoded").GetString(), tokenizer.Decode(Ids(row.GetProperty("ids"))));
            }
        }
    }

    private static List<JsonElement> Rows(string folder, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(folder), file)));
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    private static string Text(JsonElement row) => row.GetProperty("text").GetString()!;

    private static long[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt64())];

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Hub", name);

    private static TemporaryFolder Copy(string name, string config = "config.json")
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Folder(name))
            .Where(file => !Path.GetFileName(file).StartsWith("config", StringComparison.Ordinal)))
        {
            File.Copy(file, copy[Path.GetFileName(file)]);
        }

        File.Copy(Path.Combine(Folder(name), config), copy["config.json"]);
        return copy;
    }
}
