using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The repository's documents, some of which tests compute in part.</summary>
internal static class Document
{
    /// <summary>The text of a document, by its path from the root, with line ends of one sort.</summary>
    public static string Read(string document) => File.ReadAllText(FullPath(document)).ReplaceLineEndings("\n");

    /// <summary>Requires that a document reads <paramref name="expected"/>; <c>ACCEPT_SNAPSHOTS=1</c> writes that.</summary>
    public static void Verify(string document, string expected)
    {
        if (Read(document) == expected)
        {
            return;
        }

        if (!Snapshot.Accepting(Environment.GetEnvironmentVariable))
        {
            Assert.Fail($"{document} is out of date; run the tests with {Snapshot.AcceptVariable}=1. It should say:\n{expected}");
        }

        File.WriteAllText(FullPath(document), expected);
    }

    /// <summary>As <see cref="Verify"/> for all that stands below the line <paramref name="start"/>.</summary>
    public static void VerifyBelow(string document, string start, string computed)
    {
        string page = Read(document);
        Verify(document, page[..(page.IndexOf(start, StringComparison.Ordinal) + start.Length)] + computed);
    }

    /// <summary>
    /// As <see cref="Verify"/> for the part between the lines <c>&lt;!-- generated: name --&gt;</c> and <c>&lt;!-- end --&gt;</c>.
    /// </summary>
    public static void VerifyTable(string document, string name, string computed)
    {
        string page = Read(document);
        string start = $"<!-- generated: {name} -->\n";
        int from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        Assert.True(from >= start.Length, $"{document} has no line '{start.Trim()}'.");
        Verify(document, $"{page[..from]}\n{computed}\n{page[page.IndexOf("<!-- end -->", from, StringComparison.Ordinal)..]}");
    }

    /// <summary>Where a document or folder lies.</summary>
    public static string FullPath(string document, [CallerFilePath] string caller = "")
    {
        string? folder = Path.GetDirectoryName(caller);
        while (folder is not null && !File.Exists(Path.Combine(folder, "ModelGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new DirectoryNotFoundException($"no ModelGen.sln above {caller}"), document);
    }
}
