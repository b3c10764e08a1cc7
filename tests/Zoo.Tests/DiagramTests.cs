using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Zoo.Tests;

/// <summary>The pictures in docs/zoo are those of the declarations; ACCEPT_SNAPSHOTS=1 draws them anew.</summary>
public sealed class DiagramTests
{
    public static TheoryData<string> Names => [.. Architectures.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheDocumentShowsIt(string name)
    {
        var drawn = Run("draw", name);
        var file = Path.Combine(Folder(), name + ".svg");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1" && Environment.GetEnvironmentVariable("CI") is null)
        {
            Directory.CreateDirectory(Folder());
            File.WriteAllText(file, drawn);
        }

        Assert.True(File.Exists(file), $"{file} is not there.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), drawn);
        Assert.Contains($"(zoo/{name}.svg)", File.ReadAllText(Path.Combine(Folder(), "..", "zoo.md")));
    }

    [Fact]
    public void NoPictureIsLeftOver() =>
        Assert.Equal(Architectures.All.Select(entry => entry.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder()).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("svg", "<svg ")]
    [InlineData("mmd", "flowchart TB\n")]
    public void TheEndingOfTheFileDecides(string ending, string start)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + "." + ending);
        try
        {
            Assert.Empty(Run("draw", "lenet5", "--output", file));
            Assert.StartsWith(start, File.ReadAllText(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("AlexNet", "x.svg", "There is no architecture 'AlexNet'")]
    [InlineData("LeNet5", "x.png", "'x.png' must end with .svg or .mmd")]
    [InlineData("LeNet5", "no/such/folder/x.svg", "'no/such/folder/x.svg' cannot be written: ")]
    public void WhatCannotBeDrawnIsExplained(string name, string file, string message)
    {
        using var error = new StringWriter();
        Assert.Equal(2, Program.Run(["draw", name, "--output", file], TextWriter.Null, error));
        Assert.StartsWith(message, error.ToString());
    }

    private static string Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        Assert.Equal(0, Program.Run(arguments, output, error));
        Assert.Equal(string.Empty, error.ToString());
        return output.ToString();
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "zoo");
}
