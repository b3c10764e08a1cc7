using System.IO;
using System.Linq;
using Samples.Shared.Tests;
using Xunit;

namespace Chat.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void WhatHasLearntOnTheSpotIsThereAgain()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("text.txt", Texts.Lines(Corpus.MinimumLength));

        var first = SampleRun.Of(
            Program.Main, "--text", text, "--output", folder["model"], "--steps", "3", "--prompt", "the shape", "--max-tokens", "30");
        var second = SampleRun.Of(Program.Main, "--model", folder["model"], "--prompt", "the shape", "--max-tokens", "30");

        Assert.Equal(("", 0), (first.Error, first.Code));
        Assert.Equal(("", 0), (second.Error, second.Code));
        Assert.Contains("Without --model, a small character-level model is trained", first.Output);
        Assert.Contains("[30 tokens, ", second.Output);
        Assert.Equal(30, second.Output.IndexOf("[30 tokens", System.StringComparison.Ordinal) - System.Environment.NewLine.Length);
        Assert.Contains(second.Output[..30], first.Output);
    }

    [Fact]
    public void LineAfterLineIsAnsweredAndWhatIsOfNoUseIsSaid()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("text.txt", Texts.Lines(Corpus.MinimumLength));

        var run = SampleRun.Of(
            Program.Main, "the shape\n\nis ü known\nof\n",
            ["--text", text, "--output", folder["model"], "--steps", "1", "--max-tokens", "4"]);

        Assert.Equal(("", 0), (run.Error, run.Code));
        Assert.Equal(5, run.Output.Split("You: ").Length - 1);
        Assert.Contains("[4 tokens, ", run.Output);
        Assert.Contains("The prompt is empty.", run.Output);
        Assert.Contains("The model does not know 'ü'; rephrase the prompt without it.", run.Output);
        Assert.Contains("12 tokens reused from the conversation]", run.Output);
    }

    [Fact]
    public void AFolderOfTheHubAnswers()
    {
        using var folder = new ModelGen.Models.Tests.ModelFolder("gpt2_tiny", "gpt2");

        var run = SampleRun.Of(Program.Main, "x\ny\n", ["--model", folder.Path, "--max-tokens", "5", "--temperature", "0"]);

        Assert.Equal(("", 0), (run.Error, run.Code));
        Assert.Contains("Chatting with GPT-2 in", run.Output);
        Assert.Contains("[5 tokens, ", run.Output);
        Assert.Contains(" tokens reused from the conversation]", run.Output);
    }

    [Fact]
    public void ATokenizerOfAnotherModelIsOneSentence()
    {
        using var folder = new ModelGen.Models.Tests.ModelFolder("gpt2_tiny", "gpt2");

        var run = SampleRun.Of(Program.Main, "--model", folder.Path, "--prompt", "low ");

        run.AssertRefused("they do not match.");
    }

    [Fact]
    public void HelpNamesEveryOption()
    {
        var run = SampleRun.Of(Program.Main, "--help");

        Assert.Equal(0, run.Code);
        Assert.All(
            ["--model", "--prompt", "--max-tokens", "--temperature", "--top-k", "--top-p", "--seed", "--text", "--output",
                "--minutes", "--steps", "Ctrl-C", "130"],
            word => Assert.Contains(word, run.Output));
    }

    [Theory]
    [InlineData("--top-p", "0", "--top-p must be more than 0 and at most 1.")]
    [InlineData("--top-k", "-1", "--top-k must be 0 or more.")]
    [InlineData("--max-tokens", "0", "--max-tokens must be from 1 to 1000000.")]
    [InlineData("--temperature", "NaN", "--temperature must be from 0 to 100.")]
    [InlineData("--prompt", " ", "--prompt must not be empty.")]
    [InlineData("--seed", "many", "'many'")]
    public void AWrongOptionIsOneSentenceAndCode2(string option, string value, string expected) =>
        SampleRun.Of(Program.Main, option, value).AssertRefused(expected);

    [Fact]
    public void AFolderWithoutAModelIsOneSentenceAndCode2()
    {
        using var folder = new TemporaryFolder();
        void Refuses(string expected, string model) => SampleRun.Of(Program.Main, "--model", folder[model]).AssertRefused(expected);
        folder.Write("empty/readme.txt", "");
        folder.Write("bert/config.json", """{ "model_type": "bert" }""");
        folder.Write("bare/config.json", """{ "model_type": "gpt2" }""");
        folder.Write("broken/config.json", "{");
        folder.Write("letters/alphabet.json", """["\uFFFD", "a", "b"]""");
        folder.Write("odd/alphabet.json", """["\uFFFD", "b", "a"]""");
        folder.Write("poor/alphabet.json", """["\uFFFD", ""]""");

        Refuses($"The folder '{folder["none"]}' does not exist.", "none");
        Refuses("contains no model: neither config.json", "empty");
        Refuses("has model_type 'bert', but 'gpt2' or 'llama' or 'mistral' or 'qwen2' or 'qwen3' or 'phi3' is expected", "bert");
        Refuses("cannot be loaded:", "bare");
        Refuses("cannot be loaded:", "broken");
        Refuses("cannot be loaded:", "letters");
        Refuses("is not an alphabet", "odd");
        Refuses("cannot be read:", "poor");
    }

    [Fact]
    public void WeightsOfAnotherAlphabetAreOneSentenceAndCode2()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("text.txt", Texts.Lines(Corpus.MinimumLength));
        SampleRun.Of(Program.Main, "--text", text, "--output", folder["model"], "--steps", "1", "--prompt", "the");
        folder.Write("model/alphabet.json", """["\uFFFD", "a", "b"]""");

        SampleRun.Of(Program.Main, "--model", folder["model"], "--prompt", "a").AssertRefused("cannot be loaded:");
    }
}
