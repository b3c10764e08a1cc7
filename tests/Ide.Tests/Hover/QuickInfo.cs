using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.QuickInfo;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Hover;

/// <summary>What a user reads when the pointer rests on a name.</summary>
internal static class QuickInfo
{
    /// <summary>The text at the caret <c>$$</c> of the first source, its sections apart by an empty line.</summary>
    public static Task<string> At(params string[] marked) => At(marked, new CompileOptions());

    /// <inheritdoc cref="At(string[])"/>
    public static async Task<string> At(string[] marked, CompileOptions options)
    {
        var (source, caret) = IdeProject.Caret(marked[0]);
        var document = IdeProject.Open([source, .. marked.Skip(1)], options);
        var info = await QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, caret, TestContext.Current.CancellationToken);
        Assert.NotNull(info);
        var lines = string.Join("\n\n", info.Sections.Select(section => section.Text.Trim())).ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', lines.Select(line => line.TrimEnd()));
    }
}
