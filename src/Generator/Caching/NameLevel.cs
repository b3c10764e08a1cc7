using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator.Caching;

/// <summary>
/// What names mean in a compilation: everything in it but attributes and bodies. Compilations that differ in those alone share one of
/// these, so that a reading of one holds in another as long as the files whose attributes were read are the same.
/// </summary>
internal sealed class NameLevel
{
    private readonly ConditionalWeakTable<Compilation, object> _isExtended = new();
    private volatile Inputs _latest;

    private NameLevel(ImmutableHashSet<string> aliases, Inputs inputs) => (Aliases, _latest) = (aliases, inputs);

    /// <summary>The names that <c>global using X = …</c> gives in the whole project.</summary>
    public ImmutableHashSet<string> Aliases { get; }

    /// <summary>Whether a compilation is the last one of this level with what generators wrote, and nothing else, added.</summary>
    public bool IsExtendedBy(CSharpCompilation compilation) =>
        (bool)_isExtended.GetValue(compilation, key => IsExtended(_latest, (CSharpCompilation)key));

    /// <summary>The levels of one project's compilations, as one follows the other.</summary>
    internal sealed class History
    {
        private readonly ConditionalWeakTable<Compilation, NameLevel> _levels = new();
        private readonly object _lock = new();
        private NameLevel? _last;

        public NameLevel Of(Compilation compilation)
        {
            if (_levels.TryGetValue(compilation, out var level))
            {
                return level;
            }

            lock (_lock)
            {
                return _levels.GetValue(compilation, key => Compare((CSharpCompilation)key));
            }
        }

        private NameLevel Compare(CSharpCompilation compilation)
        {
            var inputs = InputsOf(compilation);
            if (_last is not null && IsSame(_last._latest, inputs))
            {
                _last._latest = inputs;
            }
            else
            {
                _last = new NameLevel(GlobalAliases(compilation), inputs);
            }

            return _last;
        }
    }

    // What a compilation is made of, without what is bound in it.
    private sealed record Inputs(
        string? AssemblyName,
        CSharpCompilationOptions Options,
        ImmutableArray<MetadataReference> References,
        ImmutableArray<SyntaxTree> Files);

    private static ImmutableHashSet<string> GlobalAliases(CSharpCompilation compilation) =>
        compilation.SyntaxTrees
            .SelectMany(tree => tree.GetCompilationUnitRoot().Usings)
            .Where(@using => @using.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) && @using.Alias is not null)
            .Select(@using => @using.Alias!.Name.Identifier.ValueText)
            .ToImmutableHashSet();

    private static Inputs InputsOf(CSharpCompilation compilation) =>
        new(compilation.AssemblyName, compilation.Options, compilation.ExternalReferences, compilation.SyntaxTrees);

    private static bool HaveSameSurroundings(Inputs before, Inputs after) =>
        before.AssemblyName == after.AssemblyName
            && before.Options.Equals(after.Options) && before.References.SequenceEqual(after.References);

    private static bool IsExtended(Inputs before, CSharpCompilation compilation)
    {
        var after = InputsOf(compilation);
        if (!HaveSameSurroundings(before, after) || !before.Files.All(compilation.ContainsSyntaxTree))
        {
            return false;
        }

        // What another file makes of names is not known.
        var known = new HashSet<SyntaxTree>(before.Files);
        var added = after.Files.Where(tree => !known.Contains(tree)).ToList();
        return added.Count == 0
            || (GeneratedPart.FolderOfGenerators(added) is { } folder && added.All(tree => GeneratedPart.IsGenerated(tree, folder)));
    }

    private static bool IsSame(Inputs before, Inputs after)
    {
        if (before.Files.Length != after.Files.Length || !HaveSameSurroundings(before, after))
        {
            return false;
        }

        // The order of the files is the order of a class's parts.
        for (var i = 0; i < before.Files.Length; i++)
        {
            if (before.Files[i] != after.Files[i] && !IsSame(before.Files[i], after.Files[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(SyntaxTree before, SyntaxTree after) =>
        before.Options.Equals(after.Options) && before.FilePath == after.FilePath && Tokens(before).SequenceEqual(Tokens(after));

    // Tokens are compared by kind and parent; a missing token has no text but a position.
    private static IEnumerable<(int Kind, int Parent, bool IsMissing, string Text)> Tokens(SyntaxTree tree) =>
        tree.GetRoot().DescendantTokens(static node => !IsBeneathNames(node))
            .Select(static token => (token.RawKind, token.Parent?.RawKind ?? 0, token.IsMissing, token.Text));

    // No name that another declaration could mean is declared in there, and no constant.
    private static bool IsBeneathNames(SyntaxNode node) =>
        node is AttributeListSyntax or BlockSyntax or ArrowExpressionClauseSyntax;
}
