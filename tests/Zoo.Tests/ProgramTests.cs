using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace Zoo.Tests;

public sealed class ProgramTests
{
    [Fact]
    public void TheDocumentShowsTheTable()
    {
        Assert.Contains("```text\n" + Run() + "```\n", File.ReadAllText(Document()).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void AnArchitectureIsSummarised()
    {
        var text = Run("lenet5");
        Assert.StartsWith("LeNet5\n", text);
        Assert.Contains("61,706, all trainable", text);
    }

    [Fact]
    public void SizesAreInTheTitle() => Assert.StartsWith("LstmLanguageModel (vocabulary = 10000, D = 1500)\n", Run("LstmLanguageModel"));

    [Fact]
    public void AnUnknownNameIsExplained()
    {
        using var error = new StringWriter();
        Assert.Equal(2, Program.Run(["AlexNet"], TextWriter.Null, error));
        Assert.StartsWith("There is no architecture 'AlexNet'; there are LeNet5, ", error.ToString());
    }

    [Fact]
    public void HelpNamesTheArchitectures() => Assert.Contains("VisionTransformer", Run("--help").ReplaceLineEndings(string.Empty));

    private static string Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        Assert.Equal(0, Program.Run(arguments, output, error));
        Assert.Equal(string.Empty, error.ToString());
        return output.ToString();
    }

    private static string Document([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "zoo.md");
}
