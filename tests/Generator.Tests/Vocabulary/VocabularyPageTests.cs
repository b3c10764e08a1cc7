using System;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace ModelGen.Generator.Tests.Vocabulary;

/// <summary>The tables of attributes in the documents are generated; <c>ACCEPT_SNAPSHOTS=1</c> writes them.</summary>
public sealed class VocabularyPageTests
{
    private const string Page = "docs/vocabulary.md";

    public static TheoryData<string> Sections => [.. VocabularyTables.Sections];

    [Fact]
    public void The_page_describes_the_arguments_of_all_layers() => Document.VerifyTable(Page, "all layers", VocabularyTables.Common());

    [Theory]
    [MemberData(nameof(Sections))]
    public void The_page_describes_the_attributes_and_their_arguments(string section) =>
        Document.VerifyTable(Page, section, VocabularyTables.Of(section));

    [Fact]
    public void The_readme_names_every_attribute()
    {
        string[] order = [.. Regex.Matches(Document.Read(Page), "^<!-- generated: (.*) -->$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).Where(VocabularyTables.Sections.Contains)];

        Document.VerifyTable("README.md", "vocabulary", "| family | attributes |\n|---|---|\n" + string.Concat(order.Select(section =>
            $"| {section} | {string.Join(", ", VocabularyTables.Names(section).Select(name => $"`{name}`"))} |\n")));
    }

    [Fact]
    public void Every_argument_is_described()
    {
        string[] rows = [.. Document.Read(Page).Split('\n').Where(row => row.StartsWith("| ", StringComparison.Ordinal))];

        Assert.DoesNotContain(rows, row => Regex.IsMatch(row, @"^\| `\w+` \| .* \|  \|$"));
    }
}
