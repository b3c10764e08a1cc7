using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Generator.Tests;

/// <summary>A page of <c>docs/diagnostics</c>.</summary>
internal sealed partial record DiagnosticPage(string Id, string Text)
{
    /// <summary>The folder of the pages, relative to the root of the repository.</summary>
    public const string Folder = "docs/diagnostics/";

    /// <summary>The example that reports the diagnostic.</summary>
    public string Example => Blocks("csharp wrong").Concat(Blocks("csharp hint")).Single();

    /// <summary>The corrected example; null if the diagnostic reports no mistake of the declaration.</summary>
    public string? Corrected => Blocks("csharp").SingleOrDefault();

    /// <summary>The <c>.editorconfig</c> that enables the diagnostic of the example; null if it is enabled by default.</summary>
    public string? EditorConfig => Blocks("editorconfig").SingleOrDefault();

    /// <summary>The sections by heading, in the order of the page.</summary>
    public OrderedDictionary<string, string> Sections =>
        new(Heading().Split(Text).Skip(1).Chunk(2).Select(section => KeyValuePair.Create(section[0], section[1].Trim())));

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
