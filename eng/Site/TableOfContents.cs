using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Site;

/// <summary>The tables of contents of the website: one for the bar at the top, and one for each part.</summary>
internal sealed class TableOfContents(Repository repository)
{
    private const string Course = "docs/course/";
    private const string CourseInChinese = "docs/course/zh/";
    private const string Diagnostics = "docs/diagnostics/";
    private const string Recipes = "docs/recipes/";

    /// <summary>The files with their paths on the website.</summary>
    public IEnumerable<(string Path, string Text)> Files()
    {
        yield return ("toc.yml", Entries(
            [("Guide", "docs/"), ("Course", Course), ("课程", CourseInChinese), ("Diagnostics", Diagnostics), ("API", "api/")]));
        yield return ("docs/toc.yml", Entries([.. Guide().Select(path => (TitleOf(path), Relative(path, "docs/")))]));
        foreach (var folder in new[] { Course, CourseInChinese, Diagnostics })
        {
            yield return (folder + "toc.yml", Entries([.. In(folder).Select(path => (TitleOf(path), Relative(path, folder)))]));
        }
    }

    // In the order of the list in README.md; recipes follow.
    private IEnumerable<string> Guide() =>
        Page.Read(repository, "README.md").LinkedPages
            .Concat(In(Recipes))
            .Concat(repository.Pages)
            .Where(path => path.StartsWith("docs/", StringComparison.Ordinal)
                && !path.StartsWith(Course, StringComparison.Ordinal) && !path.StartsWith(Diagnostics, StringComparison.Ordinal))
            .Append("CONTRIBUTING.md")
            .Distinct();

    private IEnumerable<string> In(string folder) => repository.Pages
        .Where(path => path.StartsWith(folder, StringComparison.Ordinal) && !path[folder.Length..].Contains('/', StringComparison.Ordinal))
        .OrderBy(path => path.EndsWith("README.md", StringComparison.Ordinal) ? "" : path, StringComparer.Ordinal);

    private string TitleOf(string path) => Page.Read(repository, path).Title;

    private static string Relative(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
            ? Page.PathOnSite(path)[folder.Length..]
            : "../" + Page.PathOnSite(path);

    private static string Entries(IReadOnlyList<(string Title, string Path)> entries)
    {
        var text = new StringBuilder();
        foreach (var (title, path) in entries)
        {
            text.Append("- name: \"").Append(title.Replace("\\", "\\\\").Replace("\"", "\\\"")).Append("\"\n");
            text.Append("  href: ").Append(path).Append('\n');
        }

        return text.ToString();
    }
}
