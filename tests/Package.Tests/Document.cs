using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Package.Tests;

/// <summary>docs/getting-started.md.</summary>
internal static class Document
{
    /// <summary>Its fenced blocks of the kind <paramref name="info"/>, with line ends of one sort.</summary>
    public static IReadOnlyList<string> Blocks(string info) =>
    [
        .. Regex.Matches(
                File.ReadAllText(Path.Combine(Packages.RepositoryRoot(), "docs", "getting-started.md")).ReplaceLineEndings("\n"),
                $"^```{info}\n(.*?)^```",
                RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value),
    ];
}
