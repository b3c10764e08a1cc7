using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using ModelGen.CodeFixes.Refactorings.Handwritten;
using ModelGen.Generator.Parse;

namespace ModelGen.CodeFixes.Refactorings;

/// <summary>
/// Turns a module written by hand for TorchSharp into a declaration. Offered on the class's name, and only if the declaration has no mistake and
/// says of every layer what the class said; else the title tells what stands against it, and the action changes nothing.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(DeclareModuleRefactoring))]
public sealed class DeclareModuleRefactoring : CodeRefactoringProvider
{
    internal const string Title = "Declare with ModelGen";
    internal const string TitleWithOtherKeys = "Declare with ModelGen (state_dict keys change)";
    internal const string Refusal = "Cannot declare with ModelGen: ";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var (document, cancellation) = (context.Document, context.CancellationToken);
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root?.FindToken(context.Span.Start).Parent is not ClassDeclarationSyntax { BaseList: not null } syntax || !syntax.Identifier.Span.IntersectsWith(context.Span)
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(Vocabulary.ModelAttribute) is null
            || model.GetDeclaredSymbol(syntax, cancellation) is not { } type || !ClassReader.MayRead(type))
        {
            return;
        }

        try
        {
            var module = ClassReader.Read(syntax, type, model, cancellation);
            await CheckFieldsAsync(module, document, cancellation).ConfigureAwait(false);
            var callers = await Callers.OfAsync(module, document, cancellation).ConfigureAwait(false);
            var (changed, keepsKeys) = Declare(root, model, module, callers.In(document.Id), cancellation);
            context.RegisterRefactoring(CodeAction.Create(
                keepsKeys ? Title : TitleWithOtherKeys,
                token => callers.ApplyAsync(document.WithSyntaxRoot(changed), token),
                equivalenceKey: Title));
        }
        catch (NotUnderstoodException reason)
        {
            context.RegisterRefactoring(CodeAction.Create(Refusal + reason.Message, _ => Task.FromResult(document), equivalenceKey: Refusal));
        }
    }

    private static async Task CheckFieldsAsync(HandwrittenModule module, Document document, CancellationToken cancellation)
    {
        foreach (var field in module.VisibleFields)
        {
            var references = await SymbolFinder.FindReferencesAsync(field, document.Project.Solution, cancellation).ConfigureAwait(false);
            NotUnderstoodException.Unless(
                references.SelectMany(reference => reference.Locations).All(location => location.Document.Id == document.Id && module.Syntax.FullSpan.Contains(location.Location.SourceSpan)),
                $"another class uses '{field.Name}'");
        }
    }

    private static (SyntaxNode Root, bool KeepsKeys) Declare(
        SyntaxNode root, SemanticModel model, HandwrittenModule module, IReadOnlyDictionary<SyntaxNode, SyntaxNode> callers, CancellationToken cancellation)
    {
        var composition = Composer.Compose(module);
        foreach (var inputs in Choices(module))
        {
            var empty = ImmutableDictionary<string, long>.Empty;
            var (attempt, written) = Replace(root, model, module, composition, inputs, empty, callers, warning: null);
            if (DeclarationCheck.Sizes(model.Compilation, attempt, written, module, composition, cancellation) is not { } sizes)
            {
                continue;
            }

            List<string> warnings = [];
            if (!composition.KeepsKeys)
            {
                warnings.Add("Some layers have other names in a state_dict: rename the keys of checkpoints that were saved before.");
            }

            if (sizes.Count > 0)
            {
                warnings.Add($"The layer after Flatten allows several sizes of the input, of which {sizes.Values.First()} is the least: check [Input].");
            }

            if (module.Nodes.Any(node => node.Layer.Kind == "Flatten" && node.Operands[0].Node is null))
            {
                warnings.Add("The input is flattened first, so [Input] says it is flat: write the axes that callers pass, such as (\"B\", 1, 28, 28).");
            }

            if (LosesComments(module.Syntax, written))
            {
                warnings.Add("Comments inside the class are left behind: copy those that still hold.");
            }

            var (result, _) = Replace(root, model, module, composition, inputs, sizes, callers, warnings.Count == 0 ? null : string.Join(" ", warnings));
            return (result, composition.KeepsKeys);
        }

        throw new NotUnderstoodException("no shape of its inputs gives every layer the size, and the constructor the parameters, that the class states");
    }

    private static bool LosesComments(ClassDeclarationSyntax before, ClassDeclarationSyntax after)
    {
        var kept = Comments(after).ToList();
        return Comments(before).Any(comment => !kept.Remove(comment));
    }

    private static IEnumerable<string> Comments(ClassDeclarationSyntax syntax) => syntax.DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
            || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia))
        .Select(trivia => trivia.ToFullString().Trim());

    private static IEnumerable<IReadOnlyList<InputDraft>> Choices(HandwrittenModule module)
    {
        IEnumerable<IReadOnlyList<InputDraft>> choices = [[]];
        for (var i = 0; i < module.Inputs.Count; i++)
        {
            var candidates = InputDraft.Candidates(module, i);
            choices = choices.SelectMany(choice => candidates.Select(IReadOnlyList<InputDraft> (candidate) => [.. choice, candidate]));
        }

        return choices.Take(16);
    }

    private static (SyntaxNode Root, ClassDeclarationSyntax Written) Replace(
        SyntaxNode root, SemanticModel model, HandwrittenModule module, Composition composition, IReadOnlyList<InputDraft> inputs, ImmutableDictionary<string, long> sizes,
        IReadOnlyDictionary<SyntaxNode, SyntaxNode> callers, string? warning)
    {
        var newLine = root.ToFullString().Contains("\r\n") ? "\r\n" : "\n";
        var text = DeclarationText.Write(module, composition, inputs, sizes, newLine);
        SyntaxAnnotation marker = new("ModelGen");
        var written = ((ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(text, options: root.SyntaxTree.Options)!)
            .WithLeadingTrivia(module.Syntax.GetLeadingTrivia())
            .WithTrailingTrivia(module.Syntax.GetTrailingTrivia())
            .WithAdditionalAnnotations(marker);
        if (warning is not null)
        {
            written = written.WithAdditionalAnnotations(WarningAnnotation.Create(warning));
        }

        var replaced = root.ReplaceNodes(callers.Keys.Append(module.Syntax), (node, _) => node == module.Syntax ? written : callers[node]);
        if (replaced is CompilationUnitSyntax unit && model.LookupNamespacesAndTypes(module.Syntax.SpanStart, name: "ModelAttribute").IsEmpty)
        {
            var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(Vocabulary.Namespace)).NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
            replaced = unit.WithUsings(unit.Usings.Insert(0, directive));
        }

        return (replaced, written);
    }
}
