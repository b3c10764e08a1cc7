using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using ModelGen.CodeFixes.Editing;
using ModelGen.Generator.Repairs;

namespace ModelGen.CodeFixes;

/// <summary>
/// Offers the repairs that the analyzer found for a diagnostic. Which repairs there are is decided where the mistake is found, in the
/// generator's assembly; here they only become changes of the text.
/// </summary>
/// <remarks>
/// Not [Shared]: that attribute comes from System.Composition, of which an IDE may have another version. Without it an
/// instance is made per request.
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RepairCodeFixProvider))]
public sealed class RepairCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(
        "MG0001", "MG0002",
        "MG0007", "MG0008", "MG0011", "MG0013", "MG0014", "MG0019", "MG0020", "MG0021", "MG0022", "MG0024", "MG0028", "MG0029",
        "MG0101", "MG0102", "MG0103", "MG0104",
        "MG0105", "MG0106", "MG0107", "MG0109", "MG0110", "MG0112", "MG0113", "MG0114", "MG0115", "MG0120", "MG0130", "MG0132", "MG0140",
        "MG0201", "MG0202", "MG0203", "MG0204",
        "MG0205", "MG0206", "MG0207", "MG0208", "MG0209", "MG0210", "MG0211", "MG0212", "MG0215", "MG0216", "MG0217", "MG0218", "MG0219",
        "MG0222", "MG0223",
        "MG0501", "MG0502",
        CompilerRepairs.UnknownName, CompilerRepairs.UnknownType);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => RepairFixAllProvider.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var (document, cancellation) = (context.Document, context.CancellationToken);
        if (await DeclarationEditor.CreateAsync(document, cancellation).ConfigureAwait(false) is not { } editor)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var repairs = editor.RepairsOf(diagnostic, cancellation);
            foreach (var repair in repairs)
            {
                context.RegisterCodeFix(
                    Actions.Create(
                        repair.Title,
                        token => ApplyAsync(document, diagnostic, repair, token),
                        repair == repairs[0] ? First : Key(diagnostic, repair)),
                    diagnostic);
            }
        }
    }

    /// <summary>
    /// The key of the first repair of every diagnostic: to make all of them is to make each diagnostic's first. <c>dotnet
    /// format</c> asks for all repairs of one identifier by the key that the first diagnostic of any identifier offers first, so
    /// that the key must name neither.
    /// </summary>
    internal const string First = "ModelGen.First";

    /// <summary>The key of a further repair: those of one key can be made at once.</summary>
    internal static string Key(Diagnostic diagnostic, Repair repair) => $"{diagnostic.Id}.{repair.Key}";

    private static async Task<Document> ApplyAsync(Document document, Diagnostic diagnostic, Repair repair, CancellationToken cancellation)
    {
        var editor = await DeclarationEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        editor!.Add(diagnostic, repair, cancellation);
        return document.WithSyntaxRoot(editor.Apply());
    }
}
