using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace ModelGen.Site;

/// <summary>The files of the repository that the website shows or links to.</summary>
/// <param name="Root">The folder of the solution.</param>
internal sealed record Repository(string Root)
{
    private static readonly EnumerationOptions _all = new() { RecurseSubdirectories = true };

    /// <summary>The address under which the repository is published.</summary>
    public static string Address { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "RepositoryUrl").Value!;

    /// <summary>The paths of the pages, relative to the root, with slashes.</summary>
    public IReadOnlyList<string> Pages { get; } =
        [.. new[] { "README.md", "CONTRIBUTING.md" }.Concat(Below(Root, "docs", "*.md"))];

    /// <summary>The paths of the pictures, relative to the root, with slashes.</summary>
    public IReadOnlyList<string> Pictures { get; } = [.. Below(Root, "docs", "*.svg").Concat(Below(Root, "docs", "*.png"))];

    /// <summary>The repository that contains a folder.</summary>
    /// <exception cref="SiteException">None does.</exception>
    public static Repository Find(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
        {
            if (File.Exists(Path.Combine(parent.FullName, "ModelGen.sln")))
            {
                return new Repository(parent.FullName);
            }
        }

        throw new SiteException("Run this in a folder of the repository: ModelGen.sln was not found.");
    }

    /// <summary>The text of a page.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Below(string root, string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(root, folder), pattern, _all)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
