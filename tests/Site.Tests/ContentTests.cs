using System;
using System.IO;
using Xunit;

namespace ModelGen.Site.Tests;

/// <summary>The pages as docfx gets them.</summary>
public sealed class ContentTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("repository-");

    [Theory]
    [InlineData("see [a](b.md)", "see [a](b.md)")]
    [InlineData("see [a](b.md#part)", "see [a](b.md#part)")]
    [InlineData("see [a](#part)", "see [a](#part)")]
    [InlineData("see [the start](../README.md)", "see [the start](../index.md)")]
    [InlineData("see [more](more/README.md#part)", "see [more](more/index.md#part)")]
    [InlineData("see [the code](../src/Code.cs)", "see [the code](https://github.com/modelgen/modelgen/blob/main/src/Code.cs)")]
    [InlineData("see [the folder](../src)", "see [the folder](https://github.com/modelgen/modelgen/tree/main/src)")]
    [InlineData("see [the web](https://example.org/a.md)", "see [the web](https://example.org/a.md)")]
    [InlineData("![a picture](picture.svg)", "![a picture](picture.svg)")]
    [InlineData("| see |\n|---|\n| [the start](../README.md) |", "| see |\n|---|\n| [the start](../index.md) |")]
    [InlineData("`[no link](nowhere.md)`", "`[no link](nowhere.md)`")]
    [InlineData("```math\na_t\n```", "$$\na_t\n$$")]
    public void Links_and_formulas_are_written_for_the_website(string text, string expected) => Assert.Equal(expected, OnSite(text));

    [Fact]
    public void A_link_that_leads_nowhere_is_an_error_that_names_page_and_line()
    {
        var exception = Assert.Throws<SiteException>(() => OnSite("text\n\nsee [a](missing.md)"));

        Assert.Equal("docs/a.md, line 5: the link to missing.md leads nowhere.", exception.Message);
    }

    [Fact]
    public void A_page_without_a_heading_has_no_title()
    {
        Write("docs/a.md", "text");

        var exception = Assert.Throws<SiteException>(() => Page.Read(new Repository(_root.FullName), "docs/a.md").Title);

        Assert.Equal("docs/a.md has no heading, which is its title on the website.", exception.Message);
    }

    [Fact]
    public void A_folder_with_other_files_is_not_replaced()
    {
        Write("docs/a.md", "# A");
        Write("mine/letter.txt", "Dear reader");

        var exception = Assert.Throws<SiteException>(() =>
            new SiteBuilder(new Repository(_root.FullName), TextWriter.Null).Build(Path.Combine(_root.FullName, "mine")));

        Assert.Contains("holds files that are not a website of docfx", exception.Message, StringComparison.Ordinal);
        Assert.Equal("Dear reader", File.ReadAllText(Path.Combine(_root.FullName, "mine", "letter.txt")));
    }

    [Fact]
    public void The_index_gets_the_words_of_Chinese_text()
    {
        Write("site/index.json", """{"a.html":{"href":"a.html","title":"LSTM：门","summary":"遗忘门 gate","keywords":"gate"}}""");

        SearchIndex.AddChineseWords(Path.Combine(_root.FullName, "site"));

        Assert.Contains("\"keywords\":\"gate 忘门 遗忘 遗忘门\"", File.ReadAllText(Path.Combine(_root.FullName, "site", "index.json")),
            StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Delete(recursive: true);

    private string OnSite(string text)
    {
        const string Heading = "# A\n\n";
        Write("README.md", "# Start");
        Write("CONTRIBUTING.md", "# Contributing");
        Write("src/Code.cs", "// code");
        Write("docs/b.md", "# B");
        Write("docs/more/README.md", "# More");
        Write("docs/picture.svg", "<svg/>");
        Write("docs/a.md", Heading + text);
        return Page.Read(new Repository(_root.FullName), "docs/a.md").ForSite()[Heading.Length..];
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
