using System.IO;
using System.Linq;
using Xunit;

namespace Tasks.Tests;

/// <summary>The program as it is called.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void A_few_steps_of_a_forecast_leave_a_series_and_a_model()
    {
        using var folder = new TemporaryFolder();
        var run = SampleRun.Of(Program.Main, "forecast", "--steps", "2", "--output", folder["out"]);

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Code);
        Assert.Contains("seasonal naive", run.Output);
        Assert.Equal(365 * 24 + 1, File.ReadAllLines(folder["out/series.csv"]).Length);
        Assert.True(File.Exists(folder["out/forecaster/config.json"]));
    }

    [Fact]
    public void Texts_of_a_folder_are_classified_line_by_line()
    {
        using var folder = new TemporaryFolder();
        foreach (var (language, word) in new[] { ("de", "Wort"), ("en", "word"), ("fr", "mot") })
        {
            folder.Write($"texts/{language}/a.txt", string.Concat(Enumerable.Range(0, 40).Select(i => $"{word} {i}\n")));
        }

        var run = SampleRun.Of(Program.Main, "languages", "--steps", "2", "--text", folder["texts"], "--output", folder["out"]);

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.Code);
        Assert.Contains("Texts: 120 of up to 64 bytes, 40 groups.", run.Output);
        Assert.Contains("naive Bayes, 1 to 3 bytes", run.Output);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["out/confusion.png"])[..4]);
    }

    [Theory]
    [InlineData("forecast", "--csv", "--column")]
    [InlineData("languages", "--text", "--output")]
    [InlineData("images", "--images", "--output")]
    [InlineData("course", "--text", "--steps")]
    public void Help_names_the_options(string task, string first, string second)
    {
        var run = SampleRun.Of(Program.Main, task, "--help");

        Assert.Equal(0, run.Code);
        Assert.All([first, second, "--seed"], option => Assert.Contains(option, run.Output));
    }

    [Fact]
    public void What_cannot_be_used_is_one_sentence_and_code_2()
    {
        using var folder = new TemporaryFolder();
        SampleRun.Of(Program.Main, "forecast", "--steps", "0", "--output", folder["out"]).AssertRefused("--steps must be at least 1.");
        SampleRun.Of(Program.Main, "images", "--images", folder["none"], "--output", folder["out"]).AssertRefused("cannot be read");

        var csv = folder.Write("short.csv", "load\n1\n2\n");
        SampleRun.Of(Program.Main, "forecast", "--csv", csv, "--output", folder["out"]).AssertRefused("The series has 2 time steps");
        SampleRun.Of(Program.Main, "forecast", "--csv", csv, "--column", "x", "--output", folder["out"]).AssertRefused("no column 'x'");

        folder.Write("images/a/1.png", "not an image");
        folder.Write("images/b/1.png", "not an image");
        var run = SampleRun.Of(Program.Main, "images", "--images", folder["images"], "--output", folder["out"]);
        Assert.Equal(2, run.Code);
        Assert.Contains("cannot be read as an image", run.Error);
    }
}
