using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Course.Tests;

/// <summary>A page of the course.</summary>
internal sealed partial class CoursePage
{
    private const string Folder = "docs/course";

    private CoursePage(string path)
    {
        Path = path;
        Text = Repository.Read(path);
        Blocks = [.. Fence().Matches(Text).Select(match =>
            new Block(match.Groups["info"].Value, match.Groups["text"].Value, match.Groups["text"].Index))];
        Prose = InlineCode().Replace(Fence().Replace(Text, ""), "");
    }

    /// <summary>The path, relative to the root of the repository.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The text without code.</summary>
    public string Prose { get; }

    /// <summary>The fenced blocks, in order.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The levels of the headings, in order.</summary>
    public IEnumerable<int> Headings => Heading().Matches(Prose).Select(match => match.Groups["level"].Length);

    /// <summary>The paths of the pictures, relative to the root of the repository.</summary>
    public IEnumerable<string> Pictures => Picture().Matches(Prose).Select(match => Resolve(match.Groups["path"].Value));

    /// <summary>The paths that links refer to, relative to the root of the repository, without addresses of other sites.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(match => match.Groups["path"].Value)
        .Where(path => !path.Contains("://") && path.Length > 0).Select(Resolve);

    /// <summary>The inline formulas, each with the characters before and after it.</summary>
    public IEnumerable<(char Before, string Text, char After)> Formulas => Formula().Matches($"\n{Prose}\n")
        .Select(match => (match.Value[0], match.Value[1..], match.Groups["after"].Value[0]));

    /// <summary>The numbers of the list items that begin with a bold number: exercises and their solutions.</summary>
    public IEnumerable<int> Exercises => Exercise().Matches(Prose).Select(match => int.Parse(match.Groups["number"].Value));

    /// <summary>Reads the page of a chapter.</summary>
    /// <param name="name">The name of the chapter.</param>
    /// <param name="chinese">Whether it is the Chinese page.</param>
    public static CoursePage Of(string name, bool chinese = false)
    {
        var number = Contents.Chapters.ToList().FindIndex(chapter => chapter.Name == name) + 1;
        return new($"{Folder}{(chinese ? "/zh" : "")}/{number:00}-{name}.md");
    }

    /// <summary>Reads the page with the table of contents.</summary>
    public static CoursePage Index(bool chinese = false) => new($"{Folder}{(chinese ? "/zh" : "")}/README.md");

    /// <summary>Replaces the texts of blocks, and saves the page.</summary>
    public void Save(IEnumerable<(Block Block, string Text)> replacements)
    {
        var text = Text;
        foreach (var (block, replacement) in replacements.OrderByDescending(pair => pair.Block.Start))
        {
            text = text[..block.Start] + replacement + text[(block.Start + block.Text.Length)..];
        }

        Repository.Write(Path, text);
    }

    private string Resolve(string relative)
    {
        var folder = System.IO.Path.GetDirectoryName(Repository.Full(Path))!;
        return System.IO.Path.GetRelativePath(Repository.Full(""), System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, relative)))
            .Replace('\\', '/');
    }

    [GeneratedRegex("^```(?<info>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("(?<!`)`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^(?<level>#+) ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"!\[[^\]]*\]\((?<path>[^)]+)\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<path>[^)#]*)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?s).\$[^$]+\$(?=(?<after>.))")]
    private static partial Regex Formula();

    [GeneratedRegex(@"^\*\*(?<number>\d+)\.\*\* ", RegexOptions.Multiline)]
    private static partial Regex Exercise();
}
