using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.CodeFixes.Editing;
using ModelGen.Generator;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Reporting;

namespace ModelGen.CodeFixes;

/// <summary>
/// Finds the nodes that repairs refer to in a document and applies the repairs, each to the result of the ones before it.
/// </summary>
internal sealed class DeclarationEditor
{
    private readonly SyntaxNode _root;
    private readonly SemanticModel _model;
    private readonly List<PlacedEdit> _edits = new();
    private readonly HashSet<PlacedEdit> _planned = new();

    // All diagnostics of a model share these.
    private readonly Dictionary<INamedTypeSymbol, Locator> _locators = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<INamedTypeSymbol, CompilerRepairs> _compilerRepairs = new(SymbolEqualityComparer.Default);

    private DeclarationEditor(SyntaxNode root, SemanticModel model)
    {
        _root = root;
        _model = model;
    }

    /// <summary>An editor of the document; null if it holds no C#.</summary>
    public static async Task<DeclarationEditor?> CreateAsync(Document document, CancellationToken cancellation) =>
        await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root
        && await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model
            ? new DeclarationEditor(root, model)
            : null;

    /// <summary>The repairs of a diagnostic that change only this document.</summary>
    public IReadOnlyList<Repair> RepairsOf(Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (TypeOf(diagnostic, cancellation) is not { } model)
        {
            return [];
        }

        var locator = LocatorOf(model, cancellation);
        if (!CompilerRepairs.Ids.Contains(diagnostic.Id))
        {
            return RepairProperties.Read(diagnostic.Properties).Where(repair => Place(diagnostic, repair, locator) is not null).ToList();
        }

        if (!DeclarationLayout.IsModel(model))
        {
            return [];
        }

        if (!_compilerRepairs.TryGetValue(model, out var repairs))
        {
            _compilerRepairs.Add(model, repairs = new CompilerRepairs(model, _model, locator));
        }

        return repairs.Of(diagnostic, cancellation).Where(repair => Place(diagnostic, repair, locator) is not null).ToList();
    }

    /// <summary>Plans a repair.</summary>
    public void Add(Diagnostic diagnostic, Repair repair, CancellationToken cancellation)
    {
        if (TypeOf(diagnostic, cancellation) is { } model && Place(diagnostic, repair, LocatorOf(model, cancellation)) is { } edits)
        {
            // Two problems may require the same change.
            _edits.AddRange(edits.Where(_planned.Add));
        }
    }

    /// <summary>How often <see cref="Apply()"/> has replaced the document's root.</summary>
    internal int Replacements { get; private set; }

    /// <summary>The document's root after everything that was planned.</summary>
    /// <remarks>
    /// To replace a node of a document takes time in proportion to the document. Edits within an attribute, or within the attributes of one
    /// stage, are therefore carried out on that attribute or stage alone, and all of these are replaced at once.
    /// </remarks>
    public SyntaxNode Apply()
    {
        var scopes = _edits.GroupBy(edit => EditScope.Of(edit.Node)).ToList();
        var shared = new HashSet<SyntaxNode?>(scopes
            .Where(scope => scope.Key is null || scope.Any(edit => !EditScope.Contains(scope.Key, edit.Kind, edit.Target)))
            .SelectMany(scope => scope.SelectMany(edit => new[] { scope.Key, edit.Target is null ? null : EditScope.Of(edit.Target) })))
        {
            null,
        };
        var own = scopes.Where(scope => !shared.Contains(scope.Key)).ToDictionary(scope => scope.Key!,
            scope => EditScope.Change(scope.Key!, NodesOf(scope), part => Apply(part, scope)));
        var rest = _edits.Where(edit => shared.Contains(EditScope.Of(edit.Node))).ToList();

        var root = _root.TrackNodes(NodesOf(rest).Concat(own.Keys).Distinct());
        if (own.Count > 0)
        {
            var changed = own.ToDictionary(pair => root.GetCurrentNode(pair.Key)!, pair => pair.Value);
            root = root.ReplaceNodes(changed.Keys, (scope, _) => changed[scope]);
            Replacements++;
        }

        Replacements += rest.Count;
        return Apply(root, rest);
    }

    private static IEnumerable<SyntaxNode> NodesOf(IEnumerable<PlacedEdit> edits) =>
        edits.SelectMany(edit => new[] { edit.Node, edit.Target }).OfType<SyntaxNode>().Distinct();

    private static SyntaxNode Apply(SyntaxNode root, IEnumerable<PlacedEdit> edits)
    {
        foreach (var edit in edits)
        {
            // A node that an earlier edit removed needs no further edit.
            if (root.GetCurrentNode(edit.Node) is { } node)
            {
                root = Apply(root, edit, node, edit.Target is null ? null : root.GetCurrentNode(edit.Target));
            }
        }

        return root;
    }

    private static SyntaxNode Apply(SyntaxNode root, PlacedEdit edit, SyntaxNode node, SyntaxNode? target) => (edit.Kind, node) switch
    {
        (EditKind.MakePartial, TypeDeclarationSyntax type) => Members.MakePartial(root, type),
        (EditKind.InsertBefore, AttributeSyntax anchor) => AttributeLists.Insert(root, anchor, edit.Text, isBefore: true),
        (EditKind.InsertAfter, AttributeSyntax anchor) => AttributeLists.Insert(root, anchor, edit.Text, isBefore: false),
        (EditKind.MoveAfter, AttributeSyntax moved) when target is AttributeSyntax anchor => AttributeLists.Move(root, moved, anchor),
        (EditKind.Remove, AttributeSyntax attribute) => AttributeLists.Remove(root, attribute),
        (EditKind.Remove, VariableDeclaratorSyntax field) => Members.Remove(root, field),
        (EditKind.SplitAfter, AttributeSyntax last) => Members.SplitAfter(root, last, edit.Text),
        (EditKind.ReplaceAttribute, AttributeSyntax attribute) => Arguments.ReplaceAttribute(root, attribute, edit.Text),
        (EditKind.ReplaceKind, AttributeSyntax attribute) => Arguments.ReplaceKind(root, attribute, edit.Text),
        (EditKind.SetArgument, _) => Arguments.Set(root, node, edit.Name, edit.Text),
        (EditKind.RemoveArgument, _) => Arguments.Remove(root, node),
        (EditKind.SetEntries, AttributeSyntax attribute) => Arguments.SetEntries(root, attribute, edit.Text),
        (EditKind.Rename, _) => NamesInText.Replace(root, node, edit.Offset, edit.Name, edit.Text, edit.Value),
        (EditKind.ReplaceAttributeHere, _) when node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute =>
            Arguments.ReplaceAttribute(root, attribute, edit.Text),
        (EditKind.RenameHere, _) => NamesInText.Replace(root, node, -1, edit.Name, edit.Text, null),
        (EditKind.QuoteHere, _) when node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call =>
            NamesInText.Quote(root, call, edit.Text),
        (EditKind.State, AttributeSyntax anchor) => Statements.State(root, anchor, edit.Name, edit.Text, target as AttributeSyntax),
        (EditKind.ChangeType, VariableDeclaratorSyntax field) => Members.ChangeType(root, field, edit.Text),
        (EditKind.MakeWritable, VariableDeclaratorSyntax field) => Members.MakeWritable(root, field),
        (EditKind.MakeWritable, PropertyDeclarationSyntax property) => Members.MakeWritable(root, property),
        _ => root,
    };

    private Locator LocatorOf(INamedTypeSymbol model, CancellationToken cancellation)
    {
        if (!_locators.TryGetValue(model, out var locator))
        {
            _locators.Add(model, locator = new Locator(model, _model.Compilation, cancellation));
        }

        return locator;
    }

    // The model is the class around the diagnostic, or the one whose attribute contains it.
    private INamedTypeSymbol? TypeOf(Diagnostic diagnostic, CancellationToken cancellation) =>
        _root.FullSpan.Contains(diagnostic.Location.SourceSpan)
        && _root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? (INamedTypeSymbol?)_model.GetDeclaredSymbol(declaration, cancellation)
            : null;

    private List<PlacedEdit>? Place(Diagnostic diagnostic, Repair repair, Locator locator)
    {
        var placed = new List<PlacedEdit>();
        foreach (var edit in repair.Edits)
        {
            var location = edit.Kind is EditKind.MakePartial or EditKind.RenameHere or EditKind.QuoteHere or EditKind.ReplaceAttributeHere
                ? diagnostic.Location : locator.Find(edit.Site);
            var target = edit.Target is { } site ? locator.Find(site) : null;
            if (location.SourceTree != _root.SyntaxTree || (target is not null && target.SourceTree != _root.SyntaxTree))
            {
                return null;
            }

            // The node is gone if the diagnostic is of an older text.
            if (NodeAt(edit, location) is not { } node)
            {
                return null;
            }

            var offset = node is LiteralExpressionSyntax && location.SourceSpan != node.Span
                ? location.SourceSpan.Start - node.SpanStart
                : -1;
            var value = edit.Kind == EditKind.Rename && node is ExpressionSyntax expression
                ? _model.GetConstantValue(expression).Value as string
                : null;
            placed.Add(new PlacedEdit(edit.Kind, node, edit.Name, edit.Text,
                target is null ? null : _root.FindNode(target.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>(), offset, value));
        }

        return placed;
    }

    private SyntaxNode? NodeAt(Edit edit, Location location)
    {
        var node = _root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        return edit.Kind == EditKind.MakePartial ? node.FirstAncestorOrSelf<TypeDeclarationSyntax>()
            : edit.Site is { Kind: SiteKind.Attribute, Argument: null } || node is NameSyntax { Parent: AttributeSyntax }
            ? node.FirstAncestorOrSelf<AttributeSyntax>()
            : node;
    }

    private sealed record PlacedEdit(
        EditKind Kind, SyntaxNode Node, string Name, string Text, SyntaxNode? Target, int Offset, string? Value);
}
