using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ModelGen.Structure.Tests;

/// <summary>The text files of the repository, by paths relative to its root with forward slashes.</summary>
internal static class Sources
{
    private static readonly string[] _folders = ["src", "samples", "tests", "eng", "templates"];

    /// <summary>Returns the C# files that people write.</summary>
    public static IEnumerable<string> CSharp() =>
        _folders.SelectMany(folder => Files(folder, "*.cs")).Where(path => !path.EndsWith(".verified.cs", StringComparison.Ordinal));

    /// <summary>Returns the pages of the documentation.</summary>
    public static IEnumerable<string> Pages() => Files("docs", "*.md").Append("README.md");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);
}
