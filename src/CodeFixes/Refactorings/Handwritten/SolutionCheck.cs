using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FindSymbols;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Compiles the changed files and all files that refer to the class: a new <c>using</c> may make another name of the file ambiguous, and
/// callers may use a member that the declaration lacks.
/// </summary>
internal static class SolutionCheck
{
    /// <summary>Throws if a file that changes, or one that names the class, has an error that it does not have now.</summary>
    /// <exception cref="NotUnderstoodException">The first new error.</exception>
    public static async Task RequireNoNewErrorsAsync(
        INamedTypeSymbol type, Document document, Solution changed, CancellationToken cancellation)
    {
        var before = document.Project.Solution;
        var references = await SymbolFinder.FindReferencesAsync(type, before, cancellation).ConfigureAwait(false);
        var documents = references.SelectMany(reference => reference.Locations).Select(location => location.Document.Id).Append(document.Id)
            .Concat(changed.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()))
            .Distinct().ToList();
        foreach (var id in documents)
        {
            var known = (await ErrorsAsync(before.GetDocument(id), cancellation).ConfigureAwait(false))
                .GroupBy(Key).ToDictionary(group => group.Key, group => group.Count());
            var errors = await ErrorsAsync(changed.GetDocument(id), cancellation).ConfigureAwait(false);
            foreach (var error in errors.GroupBy(Key)
                .Where(group => !known.TryGetValue(group.Key, out var count) || group.Count() > count).Select(group => group.First()))
            {
                throw new NotUnderstoodException($"the change would cause {error.Id}, "
                    + $"{error.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.')}");
            }
        }
    }

    private static (string Id, string Message) Key(Diagnostic error) =>
        (error.Id, error.GetMessage(System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Document? document, CancellationToken cancellation) =>
        document is null || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model ? []
            : [.. model.GetDiagnostics(cancellationToken: cancellation)
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
}
