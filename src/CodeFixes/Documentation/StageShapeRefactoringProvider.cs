using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.CodeFixes.Editing;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Parse;

namespace ModelGen.CodeFixes.Documentation;

/// <summary>
/// Offers to write the shape of a stage above it, and on a model the shapes of all stages. Editors show the comment above
/// a field as its documentation.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(StageShapeRefactoringProvider))]
public sealed class StageShapeRefactoringProvider : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var (document, cancellation) = (context.Document, context.CancellationToken);
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } semantics)
        {
            return;
        }

        var token = root.FindToken(context.Span.Start);
        if (token.Parent is ClassDeclarationSyntax declaration && declaration.Identifier == token)
        {
            if (semantics.GetDeclaredSymbol(declaration, cancellation) is INamedTypeSymbol type)
            {
                await Offer(context, type, DeclarationLayout.StageFields(type), "Write the shape above every stage").ConfigureAwait(false);
            }
        }
        else if (token.Parent?.FirstAncestorOrSelf<AttributeListSyntax>() is null
            && token.Parent?.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { Declaration.Variables: { Count: 1 } variables }
            && semantics.GetDeclaredSymbol(variables[0], cancellation) is IFieldSymbol field)
        {
            await Offer(context, field.ContainingType, DeclarationLayout.StageFields(field.ContainingType)
                .Where(stage => stage.Name == field.Name), $"Write the shape above '{field.Name}'").ConfigureAwait(false);
        }
    }

    private static async Task Offer(CodeRefactoringContext context, INamedTypeSymbol type, IEnumerable<IFieldSymbol> stages, string title)
    {
        var document = context.Document;
        if (StageShapes.Infer(type, context.CancellationToken) is not { } model
            || await document.GetSyntaxTreeAsync(context.CancellationToken).ConfigureAwait(false) is not { } tree)
        {
            return;
        }

        var text = await tree.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        var changes = StageShapes.Changes(model, tree, text, stages, context.CancellationToken);
        if (changes.Count > 0)
        {
            context.RegisterRefactoring(Actions.Create(title, _ => Task.FromResult(document.WithText(text.WithChanges(changes))), title));
        }
    }
}
