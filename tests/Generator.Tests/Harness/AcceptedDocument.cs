using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A document of the repository of which tests compute a part.</summary>
internal static class AcceptedDocument
{
    /// <summary>Its text, with line ends of one sort.</summary>
    /// <param name="document">Its path from the repository's root.</param>
    public static async Task<string> Read(string document) => (await File.ReadAllTextAsync(FullPath(document))).ReplaceLineEndings("\n");

    /// <summary>Requires that it reads <paramref name="expected"/>; <c>ACCEPT_SNAPSHOTS=1</c> writes that.</summary>
    public static async Task Verify(string document, string expected)
    {
        if (await Read(document) == expected)
        {
            return;
        }

        if (!Snapshot.Accepting(Environment.GetEnvironmentVariable))
        {
            Assert.Fail($"{document} is out of date; run the tests with {Snapshot.AcceptVariable}=1. It should say:\n{expected}");
        }

        await File.WriteAllTextAsync(FullPath(document), expected);
    }

    /// <summary>As <see cref="Verify"/> for all that stands below the line <paramref name="start"/>.</summary>
    public static async Task VerifyBelow(string document, string start, string computed)
    {
        string page = await Read(document);
        await Verify(document, page[..(page.IndexOf(start, StringComparison.Ordinal) + start.Length)] + computed);
    }

    /// <summary>Where it lies.</summary>
    public static string FullPath(string document, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", document));
}
