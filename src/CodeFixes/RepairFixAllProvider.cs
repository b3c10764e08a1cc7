using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ModelGen.CodeFixes;

/// <summary>
/// Makes the repairs of one key in whole documents, one after another on the same tree: neighbours in one list of attributes
/// do not get in each other's way.
/// </summary>
internal sealed class RepairFixAllProvider : DocumentBasedFixAllProvider
{
    public static readonly RepairFixAllProvider Instance = new();

    protected override async Task<Document?> FixAllAsync(
        FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var cancellation = fixAllContext.CancellationToken;
        if (await DeclarationEditor.CreateAsync(document, cancellation).ConfigureAwait(false) is not { } editor)
        {
            return document;
        }

        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            // Without a key, as after a diagnostic of which nothing is offered, nothing but the first can be meant.
            var repairs = editor.RepairsOf(diagnostic, cancellation);
            var repair = fixAllContext.CodeActionEquivalenceKey is { } key && key != RepairCodeFixProvider.First
                ? repairs.FirstOrDefault(repair => RepairCodeFixProvider.Key(diagnostic, repair) == key)
                : repairs.FirstOrDefault();
            if (repair is not null)
            {
                editor.Add(diagnostic, repair, cancellation);
            }
        }

        return document.WithSyntaxRoot(editor.Apply());
    }
}
