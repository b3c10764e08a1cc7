using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Microsoft.ML.OnnxRuntimeGenAI;
using ModelGen.Runtime.Tests.Checkpoints;
using ModelGen.Runtime.Tests.Decoding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Folders for ONNX Runtime GenAI.</summary>
public sealed class GenAITests
{
    private static readonly int[] _prompt = [3, 14, 15, 9, 26, 5];

    public static TheoryData<string, int> Models => new(
        new[] { nameof(GptModel), nameof(LlamaModel) }.SelectMany(name => new[] { 17, 23 }, (name, opset) => (name, opset)));

    [Theory]
    [MemberData(nameof(Models))]
    public void GenAI_generates_the_ids_of_Generate(string name, int opset)
    {
        using nn.Module module = name == nameof(GptModel) ? new GptModel() : new LlamaModel();
        DrawnWeights.Draw(module, seed: 5);
        module.eval();
        var model = (ILanguageModel)module;
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "genai");
        var expected = model.Generate([.. _prompt.Select(id => (long)id)], GenerationOptions.Greedy with { MaxNewTokens = 54 });
        Assert.True(expected.Distinct().Count() > 2, "the generated ids say nothing");
        var unused = Enumerable.Range(0, (int)model.Vocabulary).First(id => !expected.Contains(id));
        model.ExportGenAI(path, new GenAIExportOptions { Opset = opset, MaximumLength = 60, StopIds = [unused] });
        Assert.Equal(expected, Generated(path).Select(id => (long)id));
    }

    [Fact]
    public void GenAI_ends_at_a_stop_id()
    {
        using var model = new GptModel();
        DrawnWeights.Draw(model, seed: 5);
        model.eval();
        long[] prompt = [.. _prompt.Select(id => (long)id)];
        var stop = model.Generate(prompt, GenerationOptions.Greedy with { MaxNewTokens = 10 })[^1];
        using var folder = new TemporaryFolder();
        model.ExportGenAI(folder.Path, new GenAIExportOptions { StopIds = [stop, 210] });
        var expected = model.Generate(prompt, GenerationOptions.Greedy with { StopIds = [stop] });
        Assert.Equal(expected, Generated(folder.Path).Select(id => (long)id).TakeWhile(id => id != stop));
    }

    [Fact]
    public void A_recurrent_model_is_refused_with_the_way_that_works()
    {
        using var model = new LstmModel();
        using var folder = new TemporaryFolder();
        var thrown = Assert.Throws<OnnxExportException>(
            () => model.ExportGenAI(folder.Path, new GenAIExportOptions { MaximumLength = 32, StopIds = [0] }));
        Assert.Contains("recurrent state", thrown.Message);
        Assert.Contains("ForGeneration", thrown.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Options_that_do_not_fit_the_model_are_refused_and_write_nothing()
    {
        using var gpt = new GptModel();
        using var llama = new LlamaModel();
        using var folder = new TemporaryFolder();
        Assert.Contains("at most 64", Refused(gpt, new GenAIExportOptions { MaximumLength = 65, StopIds = [0] }));
        Assert.Contains("set MaximumLength", Refused(llama, new GenAIExportOptions { StopIds = [0] }));
        Assert.Contains("is empty", Refused(gpt, new GenAIExportOptions { StopIds = [] }));
        Assert.Contains("0 to 210", Refused(gpt, new GenAIExportOptions { StopIds = [211] }));
        var missing = Assert.Throws<FileNotFoundException>(
            () => gpt.ExportGenAI(folder.Path, new GenAIExportOptions { StopIds = [0], Tokenizer = folder.Path }));
        Assert.Contains("tokenizer.json", missing.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));

        string Refused(ILanguageModel model, GenAIExportOptions options) =>
            Assert.Throws<ArgumentException>(() => model.ExportGenAI(folder.Path, options)).Message;
    }

    [Fact]
    public void The_tokenizer_is_copied_and_the_ids_are_stated()
    {
        using var model = new GptModel();
        using var source = new TemporaryFolder();
        File.WriteAllText(Path.Combine(source.Path, "tokenizer.json"), "{ }");
        File.WriteAllText(Path.Combine(source.Path, "weights.bin"), "not a tokenizer's");
        using var folder = new TemporaryFolder();
        model.ExportGenAI(
            folder.Path, new GenAIExportOptions { BeginId = 1, StopIds = [2, 3], PadId = 4, Tokenizer = source.Path });
        Assert.Equal(
            ["genai_config.json", "model.onnx", "tokenizer.json"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "genai_config.json")));
        var stated = config.RootElement.GetProperty("model");
        Assert.Equal(1, stated.GetProperty("bos_token_id").GetInt32());
        Assert.Equal([2, 3], stated.GetProperty("eos_token_id").EnumerateArray().Select(id => id.GetInt32()));
        Assert.Equal(4, stated.GetProperty("pad_token_id").GetInt32());
        Assert.Equal(64, stated.GetProperty("context_length").GetInt32());
    }

    [Fact]
    public void The_heads_of_queries_and_of_keys_are_stated()
    {
        using var model = new LlamaModel();
        using var folder = new TemporaryFolder();
        model.ExportGenAI(folder.Path, new GenAIExportOptions { MaximumLength = 32, StopIds = [0] });
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "genai_config.json")));
        var decoder = config.RootElement.GetProperty("model").GetProperty("decoder");
        Assert.Equal(4, decoder.GetProperty("num_attention_heads").GetInt32());
        Assert.Equal(2, decoder.GetProperty("num_key_value_heads").GetInt32());
        Assert.Equal(2, decoder.GetProperty("num_hidden_layers").GetInt32());
    }

    private static int[] Generated(string folder)
    {
        using var model = new Microsoft.ML.OnnxRuntimeGenAI.Model(folder);
        using var parameters = new GeneratorParams(model);
        using var generator = new Microsoft.ML.OnnxRuntimeGenAI.Generator(model, parameters);
        generator.AppendTokens(_prompt);
        while (!generator.IsDone())
        {
            generator.GenerateNextToken();
        }

        return generator.GetSequence(0)[_prompt.Length..].ToArray();
    }
}
