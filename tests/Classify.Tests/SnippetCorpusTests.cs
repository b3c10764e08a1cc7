using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Classify.Tests;

public sealed class SnippetCorpusTests
{
    [Fact]
    public void ASnippetIsALineOrAsManyAsItTakesForSixteenVisibleCharacters()
    {
        var snippets =
            SnippetCutter.Cut("{\n\n    }  \n    return theFirst;\nint second = thirdFourth();\n}\n").Select(Encoding.UTF8.GetString);

        Assert.Equal(["{\n    }\n    return theFirst;", "int second = thirdFourth();"], snippets);
    }

    [Fact]
    public void ALongLineIsCutBetweenCharacters()
    {
        var snippet = Assert.Single(SnippetCutter.Cut("x" + new string('é', 100)));

        Assert.Equal("x" + new string('é', 31), Encoding.UTF8.GetString(snippet));
    }

    [Fact]
    public void EveryFifthFileIsHeldOutAndNothingOfItIsLearnt()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTwoKinds(files: 10);
        var corpus = SnippetCorpus.Read(folder["text"]);

        Assert.Equal([".numbers", ".words"], corpus.Classes);
        var heldOut = new[] { "2.words", "7.words" }.SelectMany(file => File.ReadAllLines(folder["text/" + file]));
        Assert.Equal(heldOut, corpus.HeldOut.Where(snippet => snippet.Class == 1).Select(snippet => snippet.Text));
        Assert.Equal(8 * 40, corpus.Training.Count(snippet => snippet.Class == 1));
        Assert.Empty(corpus.Training.Select(snippet => snippet.Text).Intersect(corpus.HeldOut.Select(snippet => snippet.Text)));
    }

    [Fact]
    public void WhatIsInTrainingFilesAsWellIsNotAskedFor()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTwoKinds();
        File.Copy(folder["text/0.words"], folder["text/2.words"], overwrite: true);
        File.AppendAllText(folder["text/2.words"], "a line that is nowhere else\na line that is nowhere else\n");

        Assert.Equal("a line that is nowhere else",
            Assert.Single(SnippetCorpus.Read(folder["text"]).HeldOut, snippet => snippet.Class == 1).Text);
    }

    [Fact]
    public void WhatIsNotTextIsLeftOut()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTwoKinds();
        for (var i = 0; i < 6; i++)
        {
            File.WriteAllBytes(folder[$"text/{i}.png"], [.. Encoding.ASCII.GetBytes(new string('a', 5000)), 0xFF, 0xFE]);
        }

        Assert.Equal([".numbers", ".words"], SnippetCorpus.Read(folder["text"]).Classes);
    }

    [Fact]
    public void ProjectsAndImportsAreOneKind()
    {
        Assert.Equal("msbuild", FileKinds.Of("a/b.csproj"));
        Assert.Equal("msbuild", FileKinds.Of("b.Targets"));
        Assert.Equal(".md", FileKinds.Of("README.MD"));
        Assert.Null(FileKinds.Of("LICENSE"));
    }

    [Fact]
    public void ASpreadKeepsTheOrderAndReachesAcross()
    {
        Assert.Equal([0, 3, 6], FileKinds.Spread(Enumerable.Range(0, 10).ToList(), 3));
        Assert.Equal([0, 1], FileKinds.Spread(Enumerable.Range(0, 2).ToList(), 3));
        Assert.Equal(Array.Empty<int>(), FileKinds.Spread(Array.Empty<int>(), 3));
    }
}
