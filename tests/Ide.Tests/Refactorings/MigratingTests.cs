using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>What <c>docs/migrating.md</c> shows is what happens.</summary>
public sealed class MigratingTests
{
    private static readonly Regex Fence = new("^```csharp (?<info>[^\n]*)\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline);

    [Fact]
    public async Task TheExample() =>
        await Refactor.Verify(new DeclareModuleRefactoring(), Block("before").Replace("class Digits", "class $$Digits"), Block("after"));

    private static string Block(string info, [CallerFilePath] string here = "") =>
        Fence.Matches(
            File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "migrating.md")).ReplaceLineEndings("\n"))
            .Single(match => match.Groups["info"].Value == info).Groups["text"].Value;
}
