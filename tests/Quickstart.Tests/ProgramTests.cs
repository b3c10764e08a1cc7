using System;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;

namespace Quickstart.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void AFewStepsLeaveWeightsThatLoadAndAPlot()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("text.txt", Texts.Lines(Corpus.MinimumLength));

        var (code, output, error) = SampleRun.Of(
            Program.Main, "--text", text, "--output", folder["made/here"], "--steps", "3", "--length", "20", "--prompt", "the shape");

        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Contains("Order-3 model", output);
        Assert.Contains("the shape", output);
        Assert.Equal(
            ["CharLstm.dat", "CharTransformer.dat", "alphabet.json", "training.png"],
            Directory.GetFiles(folder["made/here"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["made/here/training.png"])[..4]);

        var vocabulary = new Corpus(File.ReadAllText(text)).Alphabet.Count;
        using var transformer = new CharTransformer(vocabulary);
        using var lstm = new CharLstm(vocabulary);
        Assert.True(Changes(transformer, () => transformer.load(folder["made/here/CharTransformer.dat"])));
        Assert.True(Changes(lstm, () => lstm.load(folder["made/here/CharLstm.dat"])));
    }

    [Fact]
    public void HelpNamesEveryOption()
    {
        var (code, output, _) = SampleRun.Of(Program.Main, "--help");

        Assert.Equal(0, code);
        Assert.All(
            ["--text", "--output", "--minutes", "--steps", "--seed", "--prompt", "--length", "--temperature", "--top-k", "Ctrl-C", "130"],
            word => Assert.Contains(word, output));
    }

    [Theory]
    [InlineData("--steps", "0", "--steps must be at least 1.")]
    [InlineData("--minutes", "-1", "--minutes must be more than 0 and at most 1440.")]
    [InlineData("--minutes", "NaN", "--minutes must be more than 0 and at most 1440.")]
    [InlineData("--temperature", "-0.5", "--temperature must be from 0 to 100.")]
    [InlineData("--length", "-1", "--length must be from 0 to 1000000.")]
    [InlineData("--top-k", "-2", "--top-k must be 0 or more.")]
    [InlineData("--steps", "many", "'many'")]
    [InlineData("--colour", "red", "'--colour'")]
    public void AWrongOptionIsOneSentenceAndCode2(string option, string value, string expected) => Refuses(expected, option, value);

    [Fact]
    public void AMissingTextIsOneSentenceAndCode2()
    {
        using var folder = new TemporaryFolder();

        Refuses($"There is no file or folder '{folder["none.txt"]}'.", "--output", folder["out"], "--text", folder["none.txt"]);
        Refuses("There is no file or folder ''.", "--output", folder["out"], "--text", "");
    }

    [Fact]
    public void AFolderWithoutTextIsOneSentenceAndCode2()
    {
        using var folder = new TemporaryFolder();
        folder.Write("empty/picture.png", "");

        Refuses("has no *.md, *.txt, *.cs file.", "--output", folder["out"], "--text", folder["empty"]);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0xFF, 0xFE, 0x80 }, "is not text in UTF-8.")]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b' }, "is not text: it contains NUL characters.")]
    [InlineData(new byte[0], "The text has 0 characters and at least 20,480 are needed.")]
    public void WhatIsNotTextIsOneSentenceAndCode2(byte[] content, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["data"], content);

        Refuses(expected, "--output", folder["out"], "--text", folder["data"]);
    }

    [Fact]
    public void AnOutputFolderThatCannotBeIsOneSentenceAndCode2()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("text.txt", Texts.Lines(Corpus.MinimumLength));

        Refuses($"The output folder '{text}' cannot be written to:", "--output", text, "--text", text);
    }

    [Fact]
    public void AFileInTheWayIsOneSentenceAndCode2AndWhatWasThereStays()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("text.txt", Texts.Lines(Corpus.MinimumLength));
        folder.Write("out/CharTransformer.dat", "of an earlier run");
        Directory.CreateDirectory(folder["out/alphabet.json"]);

        Refuses("alphabet.json' cannot be written:", "--output", folder["out"], "--text", text, "--steps", "1");
        Assert.Equal("of an earlier run", File.ReadAllText(folder["out/CharTransformer.dat"]));
        Assert.Single(Directory.GetFiles(folder["out"]));
    }

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(84, "1:24")]
    [InlineData(3600, "1:00:00")]
    [InlineData(86399, "23:59:59")]
    [InlineData(90061, "1.01:01:01")]
    public void ATimeLeftHasItsHours(int seconds, string expected) => Assert.Equal(expected, Duration.Text(TimeSpan.FromSeconds(seconds)));

    private static void Refuses(string expected, params string[] arguments) =>
        SampleRun.Of(Program.Main, arguments).AssertRefused(expected);

    private static bool Changes(torch.nn.Module model, Action load)
    {
        double Sum() => model.parameters().Sum(parameter => parameter.abs().sum().item<float>());
        var before = Sum();
        load();
        return Math.Abs(Sum() - before) > 1e-6;
    }
}
