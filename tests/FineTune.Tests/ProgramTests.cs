using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using ModelGen;
using ModelGen.Models;
using ModelGen.Models.Tests;
using Xunit;
using static TorchSharp.torch;

namespace FineTune.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void A_few_steps_leave_a_base_adapters_weights_and_plots()
    {
        using var folder = new TemporaryFolder();
        var run = Run(folder, "--rank", "2", "--rank", "8");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                "base/config.json", "base/model.safetensors", "digits.txt/rank8/adapter_config.json",
                "digits.txt/rank8/adapter_model.safetensors", "rank.png", "rank.svg", "second.txt/all/model.safetensors",
                "second.txt/merged/config.json", "second.txt/merged/model.safetensors", "second.txt/rank2/adapter_config.json",
                "second.txt/rank2/adapter_model.safetensors", "second.txt/rank8/adapter_config.json",
                "second.txt/rank8/adapter_model.safetensors",
            ],
            Files(folder["out"]));
        Assert.Contains("<svg", File.ReadAllText(folder["out/rank.svg"]));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["out/rank.png"])[..4]);
        Assert.All(
            ["nothing", "LoRA r=2", "LoRA r=8", "all weights", "Merged into the weights", "adapters loaded in"],
            text => Assert.Contains(text, run.Output));

        // The adapters of rank 8 merged by the declared class are those of the table.
        var row = run.Output.Split('\n').Single(line => line.Contains("LoRA r=8 ", StringComparison.Ordinal) && line.Contains('|'));
        Assert.Contains($"{row.Split('|')[3].Trim()} bits per character of second.txt", run.Output);
    }

    [Fact]
    public void The_same_seed_gives_the_same_adapters()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "--rank", "2");
        var first = Hash(folder["out/second.txt/rank2/adapter_model.safetensors"]);
        Run(folder, "--rank", "2");

        Assert.Equal(first, Hash(folder["out/second.txt/rank2/adapter_model.safetensors"]));
    }

    [Fact]
    public void A_model_of_the_hub_is_adapted_and_its_folder_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"]);
        var before = Directory.GetFiles(hub).ToDictionary(file => file, Hash);

        var run = Run(folder, "--model", hub, "--rank", "2");

        Assert.Equal(("", 0), (run.Error, run.Code));
        Assert.Contains($"The base model is gpt2 in '{hub}'.", run.Output);
        Assert.DoesNotContain("pre-trained on", run.Output);
        Assert.Equal(before, Directory.GetFiles(hub).ToDictionary(file => file, Hash));

        // The adapters have the names of peft.
        using var adapters = CheckpointFile.Open(folder["out/second.txt/rank2/adapter_model.safetensors"]);
        Assert.Contains(adapters.Tensors, tensor => tensor.Name.Contains("c_attn", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_names_every_option()
    {
        var run = SampleRun.Of(Program.Main, "--help");

        Assert.Equal(0, run.Code);
        Assert.All(
            ["--model", "--base", "--text", "--output", "--minutes", "--pretraining-steps", "--steps", "--rank", "--seed", "Ctrl-C", "130"],
            word => Assert.Contains(word, run.Output));
    }

    [Theory]
    [InlineData("--steps", "0", "--steps must be from 1 to 1000000.")]
    [InlineData("--rank", "0", "--rank must be from 1 to 4096.")]
    [InlineData("--minutes", "0", "--minutes must be more than 0 and at most 1440.")]
    [InlineData("--pretraining-steps", "-1", "--pretraining-steps must be at least 1.")]
    [InlineData("--output", "", "--output must be the path of a folder.")]
    [InlineData("--seed", "many", "'many'")]
    [InlineData("--model", "none", "The model in 'none' cannot be loaded:")]
    [InlineData("--base", "none.txt", "There is no file or folder 'none.txt'.")]
    [InlineData("--text", "none.txt", "There is no file or folder 'none.txt'.")]
    public void A_wrong_option_is_one_sentence_and_code_2(string option, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        string[] output = option == "--output" ? [] : ["--output", folder["out"]];
        SampleRun.Of(Program.Main, [option, value, .. output]).AssertRefused(expected);
    }

    [Fact]
    public void A_text_that_is_too_short_is_one_sentence_and_code_2()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("short.txt", "too short");

        SampleRun.Of(Program.Main, "--output", folder["out"], "--base", text, "--text", text)
            .AssertRefused("The text short.txt has 10 characters and at least 20,480 are needed.");
    }

    [Fact]
    public void A_rank_that_the_model_cannot_have_is_refused()
    {
        using var folder = new TemporaryFolder();
        var run = Run(folder, "--rank", "128");

        Assert.Equal(2, run.Code);
        Assert.Contains("The model cannot have adapters of rank 128:", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"], vocabulary: 40);

        var run = Run(folder, "--model", hub, "--rank", "2");

        Assert.Equal(2, run.Code);
        Assert.Contains("The tokenizer gives ids beyond the model's vocabulary of 40: they do not match.", run.Error);
    }

    private static SampleRun Run(TemporaryFolder folder, params string[] further)
    {
        var length = 12 * 2048;
        return SampleRun.Of(Program.Main,
        [
            "--base", folder.Write("first.txt", Texts.Lines(length)), "--text", folder.Write("second.txt", Texts.Lines(length, seed: 2)),
            "--text", folder.Write("digits.txt", string.Concat(Enumerable.Range(0, length / 2).Select(i => $"{i % 10} "))),
            "--output", folder["out"], "--pretraining-steps", "3", "--steps", "3", .. further,
        ]);
    }

    private static string CreateGpt2(string path, long vocabulary = 300)
    {
        Directory.CreateDirectory(path);
        manual_seed(2);
        using var model = Gpt2.Create(new Gpt2Config(vocabulary, Positions: 48, D: 16, Layers: 2, Heads: 2, Hidden: 32));
        Checkpoint.Save(model, Path.Combine(path, "model.safetensors"), new SaveOptions { Map = Gpt2.HubNames() });
        TokenizerFiles.WriteBytePairs(path);
        File.WriteAllText(Path.Combine(path, "config.json"), $$"""
            {"model_type": "gpt2", "vocab_size": {{vocabulary}}, "n_positions": 48, "n_embd": 16, "n_layer": 2, "n_head": 2, "n_inner": 32}
            """);
        return path;
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
