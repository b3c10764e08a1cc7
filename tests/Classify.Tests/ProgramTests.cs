using System.IO;
using System.Linq;
using ModelGen;
using Xunit;
using static TorchSharp.torch;

namespace Classify.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void AFewStepsLeaveWeightsThatLoadAndAPlot()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTwoKinds();

        var run = SampleRun.Of(Program.Main, "--text", folder["text"], "--output", folder["made/here"], "--steps", "3");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Code);
        Assert.Contains("10 files of 2 kinds: .numbers, .words.", run.Output);
        Assert.Contains("320 for training, 80 of other files held out", run.Output);
        Assert.Contains("naive Bayes, 1 to 3 bytes |       | 100.0", run.Output);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["made/here/confusion.png"])[..4]);
        Assert.Equal("""[".numbers",".words"]""", File.ReadAllText(folder["made/here/classes.json"]));

        using var model = new SnippetEncoder(2);
        double Sum() => model.parameters().Sum(parameter => parameter.abs().sum().item<float>());
        var before = Sum();
        Checkpoint.Load(model, folder["made/here/SnippetEncoder.safetensors"]);
        Assert.NotEqual(before, Sum());
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTwoKinds();

        byte[] Weights(string seed)
        {
            SampleRun.Of(Program.Main, "--text", folder["text"], "--output", folder[seed], "--steps", "2", "--seed", seed);
            return File.ReadAllBytes(folder[seed + "/SnippetEncoder.safetensors"]);
        }

        var first = Weights("4");

        Assert.Equal(first, Weights("4"));
        Assert.NotEqual(first, Weights("5"));
    }

    [Fact]
    public void HelpNamesEveryOption()
    {
        var run = SampleRun.Of(Program.Main, "--help");

        Assert.Equal(0, run.Code);
        Assert.All(["--text", "--output", "--minutes", "--steps", "--seed", "Ctrl-C", "130", "confusion.png"],
            word => Assert.Contains(word, run.Output));
    }

    [Theory]
    [InlineData("--steps", "0", "--steps must be at least 1.")]
    [InlineData("--minutes", "-1", "--minutes must be more than 0 and at most 1440.")]
    [InlineData("--steps", "many", "'many'")]
    [InlineData("--colour", "red", "'--colour'")]
    public void AWrongOptionIsOneSentenceAndCode2(string option, string value, string expected) =>
        SampleRun.Of(Program.Main, option, value).AssertRefused(expected);

    [Fact]
    public void ATextOfNoUseIsOneSentenceAndCode2()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTwoKinds(files: 4);
        void Refuses(string expected, string text) =>
            SampleRun.Of(Program.Main, "--output", folder["out"], "--text", text).AssertRefused(expected);

        Refuses($"The folder '{folder["none"]}' does not exist.", folder["none"]);
        Refuses("is a file; pass a folder with files of several kinds.", folder["text/0.words"]);
        Refuses("has no kind of text file with at least 5 files and 100 snippets, and at least two kinds are required.", folder["text"]);

        File.Copy(folder["text/0.words"], folder["text/4.words"]);
        Refuses("has one kind of text file", folder["text"]);
    }

    [Fact]
    public void AnOutputFolderThatCannotBeIsOneSentenceAndCode2()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("file.txt", "text");

        SampleRun.Of(Program.Main, "--output", file).AssertRefused($"The output folder '{file}' cannot be written to:");
    }
}
