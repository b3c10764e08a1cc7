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

namespace Prompting.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void A_few_steps_give_a_table_prompts_and_plots()
    {
        using var folder = new TemporaryFolder();

        var run = SampleRun.Of(Program.Main, "--output", folder["out"], "--steps", "3", "--prompts", "16", "--shots", "0", "--shots", "16");

        Assert.Equal(("", 0), (run.Error, run.Code));
        Assert.All(
            ["recall", "copying", "reversing", "seen shift", "unseen shift", " 0 |", " 16 |", "is expected", "weights are unchanged"],
            text => Assert.Contains(text, run.Output));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["out/shots.png"])[..4]);
        Assert.Contains("<svg", File.ReadAllText(folder["out/shots.svg"]));
    }

    [Fact]
    public void A_model_of_the_hub_is_measured_and_its_folder_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"]);
        var before = Directory.GetFiles(hub).ToDictionary(file => file, Hash);

        var run = SampleRun.Of(
            Program.Main, "--model", hub, "--output", folder["out"], "--prompts", "2", "--shots", "1", "--shots", "0");

        Assert.Equal(("", 0), (run.Error, run.Code));
        Assert.All(
            ["capitals", "plurals", "antonyms", "past tense", "copying", "reversing", "Output:", "The weights are unchanged"],
            text => Assert.Contains(text, run.Output));
        Assert.Equal(before, Directory.GetFiles(hub).ToDictionary(file => file, Hash));
        Assert.True(File.Exists(folder["out/shots.svg"]));
    }

    [Fact]
    public void Prompts_that_are_too_long_are_one_sentence_after_the_results_of_the_others()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"], positions: 100);

        var run = SampleRun.Of(
            Program.Main, "--model", hub, "--output", folder["out"], "--prompts", "2", "--shots", "0", "--shots", "8");

        Assert.Equal(2, run.Code);
        Assert.Contains("and up to 12 follow, but the model has 100 positions: shorten the prompt, or set fewer --shots.", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        var row = run.Output.Split('\n').Single(line => line.Contains("| capitals", StringComparison.Ordinal)).Split('|');
        Assert.Matches("^[0-9]+ %$", row[3].Trim());
        Assert.Equal("-", row[4].Trim());
        Assert.True(File.Exists(folder["out/shots.png"]));
    }

    [Fact]
    public void A_prompt_of_the_user_is_continued()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"]);

        var run = SampleRun.Of(
            Program.Main, "--model", hub, "--prompt", "{{{low}}} and {new}", "--slot", "low=a=b", "--slot", "new={x}");

        Assert.Equal(("", 0), (run.Error, run.Code));
        Assert.StartsWith("{a=b} and {x}", run.Output);
        Assert.True(run.Output.TrimEnd().Length > "{a=b} and {x}".Length);
    }

    [Theory]
    [InlineData("{text} {language}", "The slot 'language' has no value: values are given for 'text'.")]
    [InlineData("no slot", "The prompt template has no slot 'text': it has no open slots.")]
    [InlineData("{texts}", "The slot 'texts' has no value: values are given for 'text'; write 'texts' instead of 'text'.")]
    [InlineData("{text", "The { at line 1, column 1 is not closed: add a }, or write {{ and }} for braces that are text.")]
    [InlineData("{text}", "--prompt requires --model, the folder of a model.")]
    public void A_wrong_prompt_is_one_sentence_and_code_2(string prompt, string expected) =>
        SampleRun.Of(Program.Main, "--prompt", prompt, "--slot", "text=cat").AssertRefused(expected);

    [Fact]
    public void A_prompt_of_the_user_that_is_too_long_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"], positions: 48);

        SampleRun.Of(Program.Main, "--model", hub, "--prompt", "nothing fits here")
            .AssertRefused("and up to 40 follow, but the model has 48 positions: shorten the prompt, or set fewer --shots.");
    }

    [Fact]
    public void A_folder_without_a_tokenizer_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"]);
        File.Delete(Path.Combine(hub, "vocab.json"));
        File.Delete(Path.Combine(hub, "merges.txt"));

        SampleRun.Of(Program.Main, "--model", hub, "--output", folder["out"]).AssertRefused("vocab.json");
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var hub = CreateGpt2(folder["gpt2"], vocabulary: 40);

        SampleRun.Of(Program.Main, "--model", hub, "--prompt", "low ")
            .AssertRefused("The tokenizer gives ids beyond the model's vocabulary of 40: they do not match.");
    }

    [Fact]
    public void Help_names_every_option()
    {
        var run = SampleRun.Of(Program.Main, "--help");

        Assert.Equal(0, run.Code);
        Assert.All(
            ["--model", "--prompt", "--slot", "--shots", "--prompts", "--steps", "--output", "--seed", "Ctrl-C", "130"],
            word => Assert.Contains(word, run.Output));
    }

    [Theory]
    [InlineData("--steps", "0", "--steps must be from 1 to 1000000.")]
    [InlineData("--shots", "17", "--shots must be from 0 to 16.")]
    [InlineData("--prompts", "0", "--prompts must be from 1 to 10000.")]
    [InlineData("--output", "", "--output must be the path of a folder.")]
    [InlineData("--slot", "text", "--slot must be name=value; it is 'text'.")]
    [InlineData("--seed", "many", "'many'")]
    [InlineData("--model", "none", "The model in 'none' cannot be loaded:")]
    public void A_wrong_option_is_one_sentence_and_code_2(string option, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        string[] output = option == "--output" ? [] : ["--output", folder["out"]];
        SampleRun.Of(Program.Main, [option, value, .. output]).AssertRefused(expected);
    }

    private static string CreateGpt2(string path, long vocabulary = 300, int positions = 256)
    {
        Directory.CreateDirectory(path);
        manual_seed(2);
        using var model = Gpt2.Create(new Gpt2Config(vocabulary, positions, D: 16, Layers: 2, Heads: 2, Hidden: 32));
        Checkpoint.Save(model, Path.Combine(path, "model.safetensors"), new SaveOptions { Map = Gpt2.HubNames() });
        TokenizerFiles.WriteBytePairs(path);
        File.WriteAllText(Path.Combine(path, "config.json"), $$"""
            {
              "model_type": "gpt2", "vocab_size": {{vocabulary}}, "n_positions": {{positions}}, "n_embd": 16, "n_layer": 2, "n_head": 2,
              "n_inner": 32
            }
            """);
        return path;
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
