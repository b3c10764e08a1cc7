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
using ModelGen.CodeFixes.Editing;
using ModelGen.CodeFixes.Refactorings.Handwritten;
using ModelGen.Generator.Declarations;

namespace ModelGen.CodeFixes.Refactorings;

/// <summary>
/// Turns a module written by hand for TorchSharp into a declaration. Offered on the class's name, and only if the declaration has no
/// mistake, describes every layer as the class does, and leaves no new error in the files that name the class; else the title gives the
/// reason, and the action changes nothing.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(DeclareModuleRefactoring))]
public sealed class DeclareModuleRefactoring : CodeRefactoringProvider
{
    internal const string Title = "Declare with ModelGen";
    internal const string TitleWithOtherKeys = "Declare with ModelGen (state_dict keys change)";
    private const int MaxDepth = 6;
    internal const string Refusal = "Cannot declare with ModelGen: ";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var (document, cancellation) = (context.Document, context.CancellationToken);
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root?.FindToken(context.Span.Start).Parent is not ClassDeclarationSyntax { BaseList: not null } syntax
            || !syntax.Identifier.Span.IntersectsWith(context.Span)
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(Vocabulary.ModelAttribute) is null
            || model.GetDeclaredSymbol(syntax, cancellation) is not { } type || !ClassReader.MayRead(type))
        {
            return;
        }

        try
        {
            var (solution, keepsKeys, parts) = await DeclareAsync(syntax, type, document, depth: 0, cancellation).ConfigureAwait(false);
            var title = (keepsKeys ? Title : TitleWithOtherKeys)
                + (parts.Count == 0 ? string.Empty : $", with {string.Join(" and ", parts)}");
            context.RegisterRefactoring(Actions.Create(title, _ => Task.FromResult(solution), equivalenceKey: Title));
        }
        catch (NotUnderstoodException reason)
        {
            context.RegisterRefactoring(Actions.Create(Refusal + reason.Message, _ => Task.FromResult(document), equivalenceKey: Refusal));
        }
    }

    // Declares the class, after the classes of the modules it holds.
    private static async Task<(Solution Solution, bool KeepsKeys, IReadOnlyList<string> Parts)> DeclareAsync(
        ClassDeclarationSyntax syntax, INamedTypeSymbol type, Document document, int depth, CancellationToken cancellation)
    {
        List<string> parts = [];
        var keepsAll = true;
        while (true)
        {
            try
            {
                var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
                var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
                var module = ClassReader.Read(syntax, type, model, cancellation);
                await CheckFieldsAsync(module, document, cancellation).ConfigureAwait(false);
                module = module with { Stored = await StoredAsync(module, document, cancellation).ConfigureAwait(false) };
                var callers = await Callers.OfAsync(module, document, cancellation).ConfigureAwait(false);
                var (changed, keepsKeys) = DeclareInOrder(root, model, module, callers.In(document.Id), cancellation);
                var solution = await callers.ApplyAsync(document.WithSyntaxRoot(changed), cancellation).ConfigureAwait(false);
                await SolutionCheck.RequireNoNewErrorsAsync(type, document, solution, cancellation).ConfigureAwait(false);
                return (solution, keepsKeys && keepsAll, parts);
            }
            catch (UndeclaredPartException held) when (depth < MaxDepth
                && document.Project.Solution.GetDocument(held.Part.DeclaringSyntaxReferences[0].SyntaxTree) is { } file
                && file.Project.Id == document.Project.Id)
            {
                try
                {
                    var part = (ClassDeclarationSyntax)await held.Part.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation)
                        .ConfigureAwait(false);
                    var (solution, keepsKeys, inner) =
                        await DeclareAsync(part, held.Part, file, depth + 1, cancellation).ConfigureAwait(false);
                    document = solution.GetDocument(document.Id)!;
                    keepsAll &= keepsKeys;
                    parts.AddRange(inner.Append(held.Part.Name));
                }
                catch (NotUnderstoodException reason) when (reason is not UndeclaredPartException)
                {
                    throw new NotUnderstoodException($"of its module {held.Part.Name}: {reason.Message}");
                }

                // The symbols from before the part changed are out of date.
                var compilation = (await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
                type = SymbolFinder.FindSimilarSymbols(type, compilation, cancellation).FirstOrDefault()
                    ?? throw new NotUnderstoodException("the class has several parts");
                syntax = (ClassDeclarationSyntax)await type.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task CheckFieldsAsync(HandwrittenModule module, Document document, CancellationToken cancellation)
    {
        foreach (var field in module.VisibleFields)
        {
            NotUnderstoodException.Unless(!await IsNamedElsewhereAsync(field, module, document, cancellation).ConfigureAwait(false),
                $"another class uses '{field.Name}'");
        }
    }

    // Plain values that something reads must have a text in the declaration.
    private static async Task<IReadOnlyList<StoredMember>> StoredAsync(
        HandwrittenModule module, Document document, CancellationToken cancellation)
    {
        List<StoredMember> stored = [];
        foreach (var member in module.Stored)
        {
            var isRead = member.IsRead
                || (member.Symbol.DeclaredAccessibility != Accessibility.Private
                    && await IsNamedElsewhereAsync(member.Symbol, module, document, cancellation).ConfigureAwait(false));
            NotUnderstoodException.Unless(!isRead || member.Text is not null,
                $"code other than forward uses '{member.Symbol.Name}', which a declaration does not store");
            stored.Add(member with { IsRead = isRead });
        }

        return stored;
    }

    private static async Task<bool> IsNamedElsewhereAsync(
        ISymbol member, HandwrittenModule module, Document document, CancellationToken cancellation)
    {
        var references = await SymbolFinder.FindReferencesAsync(member, document.Project.Solution, cancellation).ConfigureAwait(false);
        return references.SelectMany(reference => reference.Locations)
            .Any(location => location.Document.Id != document.Id || !module.Syntax.FullSpan.Contains(location.Location.SourceSpan));
    }

    // Only where the layers first name the sizes in another order than the constructor, all of them are stated.
    private static (SyntaxNode Root, bool KeepsKeys) DeclareInOrder(
        SyntaxNode root, SemanticModel model,
        HandwrittenModule module, IReadOnlyDictionary<SyntaxNode, SyntaxNode> callers, CancellationToken cancellation)
    {
        try
        {
            return Declare(root, model, module, callers, cancellation);
        }
        catch (NotUnderstoodException reason) when (module.OwnConstructor is null
            && reason.Message.StartsWith(DeclarationCheck.OtherOrder, System.StringComparison.Ordinal))
        {
            return Declare(root, model, module with { StatesAllSizes = true }, callers, cancellation);
        }
    }

    private static (SyntaxNode Root, bool KeepsKeys) Declare(
        SyntaxNode root, SemanticModel model,
        HandwrittenModule module, IReadOnlyDictionary<SyntaxNode, SyntaxNode> callers, CancellationToken cancellation)
    {
        var composition = Composer.Compose(module);
        List<(IReadOnlyList<InputDraft> Inputs, ImmutableDictionary<string, long> Sizes)> right = [];
        string? reason = null;
        var isGeneral = true;
        foreach (var inputs in Choices(module))
        {
            var empty = ImmutableDictionary<string, long>.Empty;
            var (attempt, written) = Replace(root, model, module, composition, inputs, empty, callers, warning: null);
            var (sizes, mistake) = DeclarationCheck.Check(model.Compilation, attempt, written, module, composition, cancellation);
            if (sizes is not null)
            {
                right.Add((inputs, sizes));
                if (right.Count == 2 || inputs.All(input => input.HasAnyRank))
                {
                    break;
                }
            }

            // The reason of the first attempt with a fixed number of axes is more precise than that of the attempt with any number.
            if (reason is null || isGeneral)
            {
                (reason, isGeneral) = (mistake ?? reason, inputs.Any(input => input.HasAnyRank));
            }
        }

        if (right.Count == 0)
        {
            throw new NotUnderstoodException(reason ?? "no shape of its inputs fits its layers");
        }

        var warning = string.Join(" ", Warnings(module, composition, right[0].Sizes, isAmbiguous: right.Count > 1));
        var (result, after) = Replace(root, model, module, composition, right[0].Inputs, right[0].Sizes, callers, warning: null);
        if (LosesComments(module.Syntax, after))
        {
            warning = $"{warning} Comments inside the class are left behind: copy those that still hold.".TrimStart();
        }

        return (warning.Length == 0
            ? result
            : Replace(root, model, module, composition, right[0].Inputs, right[0].Sizes, callers, warning).Root,
            composition.KeepsKeys && !module.IsUnregistered);
    }

    private static IEnumerable<string> Warnings(
        HandwrittenModule module, Composition composition, ImmutableDictionary<string, long> sizes, bool isAmbiguous)
    {
        if (!composition.KeepsKeys)
        {
            yield return "Some layers have other names in a state_dict: rename the keys of checkpoints that were saved before.";
        }

        if (module.IsUnregistered)
        {
            yield return "The class never calls RegisterComponents, so that its own state_dict and parameters() are empty: "
                + "the declaration registers its layers.";
        }

        if (sizes.Count > 0)
        {
            yield return "The layer after Flatten allows several sizes of the input, "
                + $"of which {sizes.Values.First()} is the least: check [Input].";
        }

        if (isAmbiguous)
        {
            yield return "The layers fit inputs with more axes as well, which the declaration refuses: "
                + "write in [Input] the axes that callers pass.";
        }

        if (module.Nodes.Any(node => node.Layer.Kind == "Flatten" && node.Operands[0].Node is null))
        {
            yield return "The input is flattened first, so [Input] says it is flat: "
                + "write the axes that callers pass, such as (\"B\", 1, 28, 28).";
        }
    }

    private static bool LosesComments(ClassDeclarationSyntax before, ClassDeclarationSyntax after)
    {
        var kept = Comments(after).ToList();
        return Comments(before).Any(comment => !kept.Remove(comment));
    }

    private static IEnumerable<string> Comments(ClassDeclarationSyntax syntax) => syntax.DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
            || trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
            || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia))
        .Select(trivia => trivia.ToFullString().Trim());

    private static IEnumerable<IReadOnlyList<InputDraft>> Choices(HandwrittenModule module)
    {
        IEnumerable<IReadOnlyList<InputDraft>> choices = [[]];
        for (var i = 0; i < module.Inputs.Count; i++)
        {
            var candidates = InputDraft.Candidates(module, i);
            choices = choices.SelectMany(choice => candidates.Select(IReadOnlyList<InputDraft> (candidate) => [.. choice, candidate]));
        }

        return choices.Take(27);
    }

    private static (SyntaxNode Root, ClassDeclarationSyntax Written) Replace(
        SyntaxNode root, SemanticModel model,
        HandwrittenModule module, Composition composition, IReadOnlyList<InputDraft> inputs, ImmutableDictionary<string, long> sizes,
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

        var containers = module.Syntax.Ancestors()
            .OfType<TypeDeclarationSyntax>().Where(container => !container.Modifiers.Any(SyntaxKind.PartialKeyword));
        var replaced = root.ReplaceNodes(
            callers.Keys.Concat(containers).Append(module.Syntax),
            (node, rewritten) => node == module.Syntax ? written
                : rewritten is TypeDeclarationSyntax container ? AsPartial(container)
                : callers[node]);
        if (replaced is CompilationUnitSyntax unit
            && model.LookupNamespacesAndTypes(module.Syntax.SpanStart, name: "ModelAttribute").IsEmpty)
        {
            var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(Vocabulary.Namespace))
                .NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
            replaced = WithUsing(unit, directive);
        }

        return (replaced, written);
    }

    private static TypeDeclarationSyntax AsPartial(TypeDeclarationSyntax container)
    {
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return container.Modifiers.Count > 0
            ? (TypeDeclarationSyntax)container.WithModifiers(container.Modifiers.Add(partial))
            : (TypeDeclarationSyntax)container.WithKeyword(container.Keyword.WithLeadingTrivia())
                .WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(container.Keyword.LeadingTrivia)));
    }

    // In front of the file's first using, below the comments at its top.
    private static CompilationUnitSyntax WithUsing(CompilationUnitSyntax unit, UsingDirectiveSyntax directive)
    {
        if (unit.Usings.Count == 0)
        {
            return unit.WithUsings(SyntaxFactory.SingletonList(directive));
        }

        var first = unit.Usings[0];
        return unit.WithUsings(
            unit.Usings.Replace(first, first.WithLeadingTrivia()).Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia())));
    }
}
