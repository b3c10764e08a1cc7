using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.CodeFixes.Editing;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Shapes;

namespace ModelGen.CodeFixes.Refactorings;

/// <summary>
/// Moves the layers of a chain to stages, one for each layer with weights and what follows it. Offered on the class's name, and only if the
/// stages compute the same: a <c>Residual</c> below the first stage would add another start, and is left alone.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(ChainToStagesRefactoring))]
public sealed class ChainToStagesRefactoring : CodeRefactoringProvider
{
    internal const string Title = "Move layers to stages (state_dict keys change)";

    private const string Warning = "The name of a stage precedes those of its layers in a state_dict: "
        + "rename the keys of checkpoints that were saved before.";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var (document, cancellation) = (context.Document, context.CancellationToken);
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root?.FindToken(context.Span.Start).Parent is not ClassDeclarationSyntax { AttributeLists.Count: > 0 } syntax
            || !syntax.Identifier.Span.IntersectsWith(context.Span)
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(syntax, cancellation) is not { } type
            || !type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Vocabulary.ModelAttribute)
            || Understood(type, cancellation) is not { Bound.HasStages: false } chain
            || Layers(type, syntax, cancellation) is not { } layers || layers.Count != chain.Bound.Stages[0].Layers.Length
            || StageLayout.Of(chain) is not { } layout)
        {
            return;
        }

        SyntaxAnnotation marker = new("ModelGen");
        var newLine = root.ToFullString().Contains("\r\n") ? "\r\n" : "\n";
        var written = layout.Write(syntax, layers, newLine)?.WithAdditionalAnnotations(marker, WarningAnnotation.Create(Warning));
        if (written is null)
        {
            return;
        }

        var changed = root.ReplaceNode(syntax, written);
        if (Same(model.Compilation, syntax.SyntaxTree, changed, marker, chain, cancellation))
        {
            context.RegisterRefactoring(
                Actions.Create(Title, _ => Task.FromResult(document.WithSyntaxRoot(changed)), equivalenceKey: Title));
        }
    }

    private static InferredModel? Understood(INamedTypeSymbol type, CancellationToken cancellation)
    {
        CollectingSink sink = new();
        var declaration = Caches.Shared.Parse(type, sink, cancellation);
        return declaration.IsIncomplete || sink.HasErrors ? null
            : Caches.Shared.Infer(declaration, sink) is { HasErrors: false } model ? model
            : null;
    }

    // The layers as they are written; null if one is in another part of the class.
    private static IReadOnlyList<AttributeSyntax>? Layers(
        INamedTypeSymbol type, ClassDeclarationSyntax syntax, CancellationToken cancellation)
    {
        var layers = type.GetAttributes()
            .Where(attribute => AttributeReader.IsOurs(attribute) && AttributeReader.Read(attribute, 0) is { IsLayer: true })
            .Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax)
            .ToList();
        return layers.All(layer => layer?.Parent?.Parent == syntax) ? layers.Select(layer => layer!).ToList() : null;
    }

    // The same layers with the same shapes, and the same constructor.
    private static bool Same(
        Compilation compilation,
        SyntaxTree old,
        SyntaxNode changed,
        SyntaxAnnotation marker,
        InferredModel chain,
        CancellationToken cancellation)
    {
        var tree = CSharpSyntaxTree.Create((CompilationUnitSyntax)changed, (CSharpParseOptions)old.Options, old.FilePath);
        var syntax = tree.GetRoot(cancellation).GetAnnotatedNodes(marker).OfType<ClassDeclarationSyntax>().Single();
        return compilation.ReplaceSyntaxTree(old, tree).GetSemanticModel(tree).GetDeclaredSymbol(syntax, cancellation) is { } type
            && Understood(type, cancellation) is { } stages
            && stages.Parameters.SequenceEqual(chain.Parameters)
            && stages.Layers.Select(Describe).SequenceEqual(chain.Layers.Select(Describe));
    }

    private static (string Kind, string Shape) Describe(InferredLayer layer) =>
        (layer.Bound.Use.Kind, layer.Output?.Type?.ToString() ?? string.Empty);
}
