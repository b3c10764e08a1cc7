using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Xunit;

namespace ModelGen.Ide.Tests.Completions;

/// <summary>What Roslyn's own completion service lists, in the order in which an editor shows it.</summary>
internal static class Proposals
{
    /// <summary>The list at the caret <c>$$</c>, as if the user had asked for it.</summary>
    public static Task<List<CompletionItem>> At(string marked)
    {
        var (source, caret) = IdeProject.Caret(marked);
        return At(IdeProject.Open(source), caret, CompletionTrigger.Invoke);
    }

    /// <inheritdoc cref="At(string)"/>
    public static async Task<List<CompletionItem>> At(Document document, int caret, CompletionTrigger trigger)
    {
        var list = await CompletionService.GetService(document)!.GetCompletionsAsync(document, caret, trigger,
            cancellationToken: TestContext.Current.CancellationToken);

        // Types of namespaces that are not imported come or not, as an index in the background is ready; they show their namespace.
        return [.. list.ItemsList.Where(item => item.InlineDescription.Length == 0)];
    }

    /// <summary>The text after the only proposal of that name was taken.</summary>
    public static async Task<string> Taken(string marked, string name)
    {
        var (source, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(source);
        var item = Assert.Single(await At(document, caret, CompletionTrigger.Invoke), item => item.DisplayText == name);
        var change = await CompletionService.GetService(document)!.GetChangeAsync(document, item,
            cancellationToken: TestContext.Current.CancellationToken);
        return (await document.GetTextAsync(TestContext.Current.CancellationToken)).WithChanges(change.TextChange).ToString();
    }
}
