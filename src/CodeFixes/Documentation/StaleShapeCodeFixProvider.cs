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
    private const string Title = "Write the shape that the stage has";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(Descriptors.StaleShape.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            context.RegisterCodeFix(Actions.Create(Title, cancellation => Refresh(context.Document, diagnostic, cancellation), Descriptors.StaleShape.Id), diagnostic);
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Refresh(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var semantics = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var field = root?.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<FieldDeclarationSyntax>();
        if (field is null || semantics?.GetDeclaredSymbol(field.Declaration.Variables[0], cancellation) is not IFieldSymbol stage
            || StageShapes.Infer(stage.ContainingType, cancellation) is not { } model)
        {
            return document;
        }

        var changes = StageShapes.Changes(model, field.SyntaxTree, text, DeclarationLayout.StageFields(stage.ContainingType).Where(candidate => candidate.Name == stage.Name), cancellation);
        return document.WithText(text.WithChanges(changes));
    }
}
