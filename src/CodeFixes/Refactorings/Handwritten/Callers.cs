using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// The callers of a constructor with parameters that the declaration's constructor lacks, such as the name of the module in TorchSharp's
/// examples. Their arguments for these parameters are removed.
/// </summary>
internal sealed class Callers
{
    private readonly Dictionary<DocumentId, Dictionary<SyntaxNode, SyntaxNode>> _edits = new();

    private Callers()
    {
    }

    /// <summary>The lists of arguments that change, in all projects.</summary>
    /// <exception cref="NotUnderstoodException">A caller passes more than a name.</exception>
    public static async Task<Callers> OfAsync(HandwrittenModule module, Document document, CancellationToken cancellation)
    {
        Callers callers = new();
        if (module.Dropped.Count == 0)
        {
            return callers;
        }

        var references =
            await SymbolFinder.FindReferencesAsync(module.Constructor, document.Project.Solution, cancellation).ConfigureAwait(false);
        foreach (var place in references.SelectMany(reference => reference.Locations))
        {
            var root = (await place.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            var model = (await place.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
            var node = root.FindNode(place.Location.SourceSpan, getInnermostNodeForTie: true);
            NotUnderstoodException.Unless(
                !module.Syntax.Span.Contains(node.Span) || place.Document.Id != document.Id, node, "the class creates itself");
            var creation = node.AncestorsAndSelf().OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();
            NotUnderstoodException.Unless(
                creation is not null
                    && model.GetOperation(creation, cancellation) is IObjectCreationOperation { Constructor: { } constructor }
                    && constructor.Parameters.Length == module.Constructor.Parameters.Length,
                node, "its constructor is called by more than 'new'");
            callers.Add(
                place.Document.Id, creation!, (IObjectCreationOperation)model.GetOperation(creation!, cancellation)!, module.Dropped);
        }

        return callers;
    }

    /// <summary>What changes in a document.</summary>
    public IReadOnlyDictionary<SyntaxNode, SyntaxNode> In(DocumentId document) =>
        _edits.TryGetValue(document, out var edits) ? edits : new();

    /// <summary>Changes the other documents.</summary>
    public async Task<Solution> ApplyAsync(Document changed, CancellationToken cancellation)
    {
        var solution = changed.Project.Solution;
        foreach (var other in _edits.Where(other => other.Key != changed.Id))
        {
            var root = (await solution.GetDocument(other.Key)!.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
            solution = solution.WithDocumentSyntaxRoot(other.Key, root.ReplaceNodes(other.Value.Keys, (node, _) => other.Value[node]));
        }

        return solution;
    }

    private void Add(
        DocumentId document, BaseObjectCreationExpressionSyntax syntax, IObjectCreationOperation creation, IReadOnlyCollection<int> dropped)
    {
        var goes = creation.Arguments
            .Where(argument => argument.ArgumentKind == ArgumentKind.Explicit && dropped.Contains(argument.Parameter!.Ordinal)).ToList();
        NotUnderstoodException.Unless(
            goes.All(argument => !argument.Value.DescendantsAndSelf().Any(part =>
                part is IInvocationOperation or IAssignmentOperation or IObjectCreationOperation or IIncrementOrDecrementOperation)),
            syntax, "an argument that the declaration's constructor does not take does more than compute a value");
        if (goes.Count == 0)
        {
            return;
        }

        var arguments = syntax.ArgumentList!.Arguments;
        foreach (var index in goes.Select(gone => arguments.IndexOf(argument => argument.Span == gone.Syntax.Span))
            .OrderByDescending(index => index))
        {
            var leading = arguments[index].GetLeadingTrivia();
            arguments = arguments.RemoveAt(index);
            arguments = index == 0 && arguments.Count > 0
                ? arguments.Replace(arguments[0], arguments[0].WithLeadingTrivia(leading))
                : arguments;
        }

        if (!_edits.TryGetValue(document, out var edits))
        {
            _edits.Add(document, edits = new());
        }

        edits[syntax.ArgumentList] = syntax.ArgumentList.WithArguments(arguments);
    }
}
