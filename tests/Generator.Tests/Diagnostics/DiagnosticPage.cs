using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Generator.Tests;

/// <summary>A page of <c>docs/diagnostics</c>.</summary>
internal sealed partial record DiagnosticPage(string Id, string Text)
{
    /// <summary>Where the pages lie, from the repository's root.</summary>
    public const string Folder = "docs/diagnostics/";

    /// <summary>The example that has the mistake, or of which the hint tells.</summary>
    public string Example => Blocks("csharp wrong").Concat(Blocks("csharp hint")).Single();

    /// <summary>The example without it; null if the diagnostic tells of no mistake.</summary>
    public string? Corrected => Blocks("csharp").SingleOrDefault();

    /// <summary>What must stand in an <c>.editorconfig</c> for the example to report anything.</summary>
    public string? EditorConfig => Blocks("editorconfig").SingleOrDefault();

    /// <summary>The sections, by heading.</summary>
    public IReadOnlyDictionary<string, string> Sections => Heading().Split(Text).Skip(1).Chunk(2).ToDictionary(section => section[0], section => section[1].Trim());

    public static DiagnosticPage Read(string id) => new(id, Document.Read(Folder + id + ".md"));

    /// <summary>Requires that the page shows these messages.</summary>
    public void VerifyMessages(string messages) => Document.Verify(
        $"{Folder}{Id}.md",
        Fence().Replace(Text, fence => fence.Groups["info"].Value == "text message" ? $"```text message\n{messages}\n```" : fence.Value));

    private IEnumerable<string> Blocks(string info) =>
        Fence().Matches(Text).Where(fence => fence.Groups["info"].Value == info).Select(fence => fence.Groups["text"].Value);

    [GeneratedRegex("^```(?<info>[^\n]*)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^## (.*)\n", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
