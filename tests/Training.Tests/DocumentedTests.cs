using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace ModelGen.Training.Tests;

/// <summary>
/// The listings of docs/training.md and of the package's README are code of the folder <c>Documented</c>, where they are compiled and run.
/// </summary>
public sealed class DocumentedTests
{
    [Theory]
    [InlineData("docs/training.md")]
    public void Every_listing_is_code_that_is_compiled(string document)
    {
        var root = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..");
        string[] compiled =
            [.. Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Here())!, "Documented"), "*.cs")
                .Select(file => Trimmed(File.ReadAllText(file)))];
        var listings =
            Regex.Matches(
                File.ReadAllText(Path.Combine(root, document)).ReplaceLineEndings("\n"), "^```csharp[^\n]*\n(.*?)^```",
                RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.NotEmpty(listings);
        Assert.All(
            listings, listing =>
                Assert.Contains(compiled, file => file.Contains(Trimmed(listing.Groups[1].Value), StringComparison.Ordinal)));
    }

    private static string Trimmed(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Here([CallerFilePath] string here = "") => here;
}
