using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Course.Tests;

/// <summary>
/// The Chinese pages say the same as the English ones and share their code. <c>ACCEPT_SNAPSHOTS=1</c> copies the code; run it after the
/// English pages are accepted.
/// </summary>
public sealed class TranslationTests
{
    public static TheoryData<string> Pages => ["README", .. Contents.Chapters.Select(chapter => chapter.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_Chinese_page_has_the_code_of_the_English_one(string name)
    {
        var (english, chinese) = Read(name);
        Assert.Equal(english.Blocks.Select(block => block.Info), chinese.Blocks.Select(block => block.Info));
        if (Repository.Accepts)
        {
            chinese.Save(chinese.Blocks.Zip(english.Blocks, (block, other) => (block, other.Text)));
            (_, chinese) = Read(name);
        }

        Assert.Equal(english.Blocks.Select(block => block.Text), chinese.Blocks.Select(block => block.Text));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_Chinese_page_has_the_structure_of_the_English_one(string name)
    {
        var (english, chinese) = Read(name);
        Assert.Equal(english.Headings, chinese.Headings);
        Assert.Equal(english.Pictures, chinese.Pictures);
        Assert.Equal(english.Exercises, chinese.Exercises);
        Assert.Equal(Targets(english), Targets(chinese));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", chinese.Prose);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files(string name)
    {
        var (english, chinese) = Read(name);
        Assert.All(english.Links.Concat(chinese.Links), link => Assert.True(Repository.Exists(link), link));
        Assert.Contains(chinese.Path, english.Links);
        Assert.Contains(english.Path, chinese.Links);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_Chinese_page_has_no_halfwidth_punctuation_between_Chinese_characters(string name)
    {
        var (_, chinese) = Read(name);
        Assert.Empty(Regex.Matches(chinese.Prose, @"\p{IsCJKUnifiedIdeographs}[,;:?!]").Select(match => match.Value));
    }

    /// <summary>GitHub shows other formulas as text: after a letter or Chinese punctuation, or before a letter or digit.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Inline_formulas_follow_a_space_and_are_in_one_line(string name)
    {
        var (english, chinese) = Read(name);
        Assert.All(english.Formulas.Concat(chinese.Formulas), formula =>
        {
            Assert.True(char.IsWhiteSpace(formula.Before) && !char.IsLetterOrDigit(formula.After), formula.Text);
            Assert.DoesNotContain('\n', formula.Text);
        });
    }

    private static (CoursePage English, CoursePage Chinese) Read(string name) => name == "README"
        ? (CoursePage.Index(), CoursePage.Index(chinese: true)) : (CoursePage.Of(name), CoursePage.Of(name, chinese: true));

    // What the links refer to, whatever the language of the page and the order in the sentence.
    private static IEnumerable<string> Targets(CoursePage page) =>
        page.Links.Select(link => link.Replace("docs/course/zh/", "docs/course/")).Order(System.StringComparer.Ordinal);
}
