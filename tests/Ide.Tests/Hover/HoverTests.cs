using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.QuickInfo;
using Xunit;

namespace ModelGen.Ide.Tests.Hover;

/// <summary>What a user reads when the pointer rests on a name.</summary>
public sealed class HoverTests
{
    [Fact]
    public async Task TheClassShowsItsLayers()
    {
        var text = await Text("""
            [Model, Input("B", 3)]
            [Linear(4), Relu]
            public partial class He$$ad;
            """);
        Assert.Contains("Linear(4): (B, 4), 16 parameters", text);
    }

    private static async Task<string> Text(string marked)
    {
        var (source, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(source);
        var info = await QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, caret, TestContext.Current.CancellationToken);
        Assert.NotNull(info);
        return string.Join('\n', info.Sections.Select(section => section.Text));
    }
}
