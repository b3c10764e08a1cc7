using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Hover;

/// <summary>What docs/ide.md shows is what the editor shows.</summary>
public sealed class DocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "ide.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task TheHover()
    {
        var declaration = Blocks("csharp hover").Single();
        Assert.Empty(await IdeProject.Diagnostics(IdeProject.Open(declaration)));
        Assert.Equal(Blocks("text hover").Single().TrimEnd(),
            await QuickInfo.At(declaration.Replace("class Transformer", "class $$Transformer")));
    }

    /// <summary>The declaration is free of diagnostics, so what is written above its stage is so.</summary>
    [Fact]
    public async Task TheShapeAboveAStage()
    {
        var declaration = Blocks("csharp").Single();
        Assert.Empty(await IdeProject.Diagnostics(IdeProject.Open(declaration)));
        Assert.Equal("(field) Stage SelfAttention.attention\n\n(B, T, D), 4*D*D + 6*D parameters.",
            await QuickInfo.At(declaration.Replace("Stage attention", "Stage $$attention")));
    }

    [Fact]
    public async Task TheHints()
    {
        var options = new CompileOptions { EditorConfig = Blocks("ini").Single() };
        var messages = (await IdeProject.Diagnostics(IdeProject.Open([Blocks("csharp").Single()], options)))
            .Select(diagnostic => diagnostic.GetMessage()).ToList();
        var shown = Regex.Matches(Blocks("ini").Single(), "^# (.*)$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(2, shown.Count);
        Assert.Empty(shown.Except(messages));
    }

    private static IEnumerable<string> Blocks(string info) =>
        Regex.Matches(Page, $"^```{info}\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups["text"].Value);

    private static string Root([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..");
}
