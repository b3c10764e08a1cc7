using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.CodeFixes.Editing;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parse;

namespace ModelGen.CodeFixes.Documentation;

/// <summary>Brings the shape above a stage up to date.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StaleShapeCodeFixProvider))]
public sealed class StaleShapeCodeFixProvider : CodeFixProvider
{
    private const string Title = "Correct the shape in the comment";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(Descriptors.StaleShape.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => StaleShapeFixAllProvider.Instance;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            context.RegisterCodeFix(Actions.Create(Title, cancellation =>
                RefreshAsync(context.Document, ImmutableArray.Create(diagnostic), cancellation), Descriptors.StaleShape.Id), diagnostic);
        }

        return Task.CompletedTask;
    }

    /// <summary>Writes the shapes above the stages that diagnostics are about. Each model is inferred once.</summary>
    internal static async Task<Document> RefreshAsync(
        Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var semantics = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var stages = diagnostics
            .Select(diagnostic =>
                root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<FieldDeclarationSyntax>())
            .Select(field => field is null
                ? null
                : semantics?.GetDeclaredSymbol(field.Declaration.Variables[0], cancellation) as IFieldSymbol)
            .OfType<IFieldSymbol>()
            .Distinct<IFieldSymbol>(SymbolEqualityComparer.Default)
            .GroupBy(
                stage => stage.ContainingType,
                (type, fields) => (Type: (INamedTypeSymbol)type!, Names: new HashSet<string>(fields.Select(field => field.Name))),
                SymbolEqualityComparer.Default);
        var changes = stages.SelectMany(group => StageShapes.Infer(group.Type, cancellation) is { } model
            ? StageShapes.Changes(model, root!.SyntaxTree,
                text, DeclarationLayout.StageFields(group.Type).Where(candidate => group.Names.Contains(candidate.Name)), cancellation)
            : []);
        return document.WithText(text.WithChanges(changes.OrderBy(change => change.Span.Start)));
    }
}

/// <summary>Brings all shapes of a document up to date at once.</summary>
internal sealed class StaleShapeFixAllProvider : DocumentBasedFixAllProvider
{
    public static readonly StaleShapeFixAllProvider Instance = new();

    protected override async Task<Document?> FixAllAsync(
        FixAllContext fixAllContext, Document document, ImmutableArray<Diagnostic> diagnostics) =>
        await StaleShapeCodeFixProvider.RefreshAsync(document, diagnostics, fixAllContext.CancellationToken).ConfigureAwait(false);
}
