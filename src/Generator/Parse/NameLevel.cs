using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Parse;

/// <summary>
/// What names mean in a compilation: everything in it but attributes and bodies. Compilations that differ in those alone share one of these, so that a reading of one
/// holds in another as long as the files whose attributes were read are the same.
/// </summary>
internal sealed class NameLevel
{
    private NameLevel(ImmutableHashSet<string> aliases) => Aliases = aliases;

    /// <summary>The names that <c>global using X = …</c> gives in the whole project.</summary>
    public ImmutableHashSet<string> Aliases { get; }

    /// <summary>The levels of one project's compilations, as one follows the other.</summary>
    internal sealed class History
    {
        private readonly ConditionalWeakTable<Compilation, NameLevel> _levels = new();
        private readonly object _lock = new();
        private NameLevel? _last;
        private Inputs _lastInputs;

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
            var inputs = new Inputs(compilation.AssemblyName, compilation.Options, compilation.ExternalReferences, compilation.SyntaxTrees);
            var level = _last is not null && IsSame(_lastInputs, inputs) ? _last : new NameLevel(GlobalAliases(compilation));
            (_last, _lastInputs) = (level, inputs);
            return level;
        }
    }

    // What a compilation is made of, without what is bound in it.
    private readonly record struct Inputs(string? AssemblyName, CSharpCompilationOptions Options, ImmutableArray<MetadataReference> References, ImmutableArray<SyntaxTree> Files);

    private static ImmutableHashSet<string> GlobalAliases(CSharpCompilation compilation) =>
        compilation.SyntaxTrees
            .SelectMany(tree => tree.GetCompilationUnitRoot().Usings)
            .Where(@using => @using.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) && @using.Alias is not null)
            .Select(@using => @using.Alias!.Name.Identifier.ValueText)
            .ToImmutableHashSet();

    private static bool IsSame(Inputs before, Inputs after)
    {
        if (before.Files.Length != after.Files.Length
            || before.AssemblyName != after.AssemblyName
            || !before.Options.Equals(after.Options)
            || !before.References.SequenceEqual(after.References))
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

    // A token means what it is and where it stands; ones that are missing have no text but a place.
    private static IEnumerable<(int Kind, int Parent, bool IsMissing, string Text)> Tokens(SyntaxTree tree) =>
        tree.GetRoot().DescendantTokens(static node => !IsBeneathNames(node))
            .Select(static token => (token.RawKind, token.Parent?.RawKind ?? 0, token.IsMissing, token.Text));

    // No name that another declaration could mean is declared in there, and no constant.
    private static bool IsBeneathNames(SyntaxNode node) =>
        node is AttributeListSyntax or BlockSyntax or ArrowExpressionClauseSyntax;
}
