using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Course.Tests;

/// <summary>The files of the repository, by paths relative to its root with forward slashes.</summary>
internal static class Repository
{
    /// <summary>Whether a test accepts what differs, and rewrites the pages.</summary>
    public static bool Accepts { get; } = Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1";

    private static string Root { get; } = Find();

    public static string Full(string path) => Path.Combine(Root, path);

    public static bool Exists(string path) => File.Exists(Full(path)) || Directory.Exists(Full(path));

    public static string Read(string path) => File.ReadAllText(Full(path)).ReplaceLineEndings("\n");

    public static void Write(string path, string text) => File.WriteAllText(Full(path), text);

    /// <summary>Returns the C# files below a folder that people write.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Full(folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private static string Find([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
