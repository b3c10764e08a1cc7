using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Course.Tests;

/// <summary>The tables of contents and of subjects in the two README files.</summary>
public sealed partial class SubjectTableTests
{
    // The heading of the table, and the line below it.
    private const int Head = 2;

    public static TheoryData<bool> Languages => [false, true];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_chapter_is_in_the_table_of_contents_in_order(bool chinese)
    {
        var index = CoursePage.Index(chinese);
        List<string> pages = [.. Contents.Chapters.Select(chapter => CoursePage.Of(chapter.Name, chinese).Path)];
        var contents = index.Text[..index.Text.LastIndexOf("\n## ", System.StringComparison.Ordinal)];
        Assert.Equal(pages, index.Links.Where(pages.Contains).Take(pages.Count));
        Assert.All(pages, page => Assert.Contains(page[(page.LastIndexOf('/') + 1)..], contents));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_row_names_a_page_a_command_and_a_test(bool chinese)
    {
        var index = CoursePage.Index(chinese).Text;
        List<Match> rows = Row().Matches(index).ToList();
        Assert.Equal(index.Split('\n').Count(line => line.StartsWith('|')), Head + rows.Count);
        Assert.All(rows, row =>
        {
            var name = row.Groups["command"].Value;
            Assert.Contains(name, Contents.Chapters.Select(chapter => chapter.Name));
            Assert.EndsWith($"/{row.Groups["page"].Value}", CoursePage.Of(name, chinese).Path);
            var type = Assembly.GetExecutingAssembly().GetType($"Course.Tests.{row.Groups["class"].Value}");
            Assert.NotNull(type?.GetMethod(row.Groups["test"].Value)?.GetCustomAttribute<FactAttribute>());
            Assert.True(Repository.Exists($"tests/Course.Tests/{row.Groups["class"].Value}.cs"), row.Value);
        });
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void There_are_fifteen_subjects_and_every_chapter_but_the_first_has_one(bool chinese)
    {
        var subjects = Row().Matches(CoursePage.Index(chinese).Text).Select(row => row.Groups["command"].Value).ToList();
        Assert.Equal(15, subjects.Count);
        Assert.Equal(Contents.Chapters.Skip(1).Select(chapter => chapter.Name), subjects.Distinct());
    }

    [Fact]
    public void Both_tables_have_the_same_rows() => Assert.Equal(
        Row().Matches(CoursePage.Index().Text).Select(Content), Row().Matches(CoursePage.Index(chinese: true).Text).Select(Content));

    private static string Content(Match row) =>
        string.Join(' ', row.Groups["page"], row.Groups["command"], row.Groups["class"], row.Groups["test"]);

    // | subject | [page](NN-name.md) | `name` | `Class.Test` |
    [GeneratedRegex(
        @"^\| [^|]+ \| \[[^\]]+\]\((?<page>[^)]+)\) \| `(?<command>[^`]+)` \| `(?<class>\w+)\.(?<test>\w+)` \|$",
        RegexOptions.Multiline)]
    private static partial Regex Row();
}
