using System;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator.Caching;

/// <summary>
/// Reads the declarations of a project, and remembers them from one compilation to the next: to read one means to bind its attributes, and
/// after every keystroke there is a compilation in which nothing is bound. A reading holds as long as the files that it read attributes in
/// are the same, and names mean the same (<see cref="NameLevel"/>).
/// </summary>
/// <param name="caches">The caches of the steps, and whether anything is kept.</param>
/// <remarks>Roslyn's own providers of syntax bind the attributes of every candidate in every compilation.</remarks>
internal sealed class DeclarationMemory(Caches caches)
{
    // The memory that looked at a file last.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<Candidate[]>> Latest = new();

    // More models than a project has; those that are gone go first.
    private const int Capacity = 4096;

    private readonly NameLevel.History _levels = new();
    private readonly RecentlyUsed<string, Declaration> _whole = new(Capacity);
    private readonly ConditionalWeakTable<SyntaxTree, Candidate[]> _candidates = new();

    /// <summary>The models of which another part can be written, in the order of their files.</summary>
    /// <param name="compilation">The project.</param>
    /// <param name="next">What to do with those that were not read before, if several are read at once.</param>
    /// <param name="cancellation">Stops reading.</param>
    public ImmutableArray<Declaration> Read(CSharpCompilation compilation, Action<Declaration> next, CancellationToken cancellation)
    {
        var level = _levels.Of(compilation);
        var candidates = compilation.SyntaxTrees.SelectMany(CandidatesOf).ToImmutableArray();
        var unread = candidates.Where(candidate => !caches.IsOn || !candidate.IsRead(compilation, level)).ToList();

        // Binding an attribute costs a third more with nullable analysis, which a declaration does not need. For one model the
        // editor's own binding is available.
        var bound = unread.Count < 2
            ? compilation
            : compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable));
        var shared = new SharedReading(caches.IsOn, _whole, declaration => caches.InferSilently(declaration).HasErrors);
        Concurrently.ForEach(
            compilation,
            unread,
            candidate => Read(candidate, bound, shared, level, cancellation),
            next,
            cancellation);
        return candidates.Select(candidate => candidate.Extensible).Where(declaration => declaration is not null).ToImmutableArray()!;
    }

    /// <summary>
    /// The declaration that the generator read of a model without mistakes, if this is the compilation that it read with generated files
    /// added; otherwise null. It may have been read in another process, or not at all.
    /// </summary>
    public static Declaration? Recall(INamedTypeSymbol type)
    {
        if (type.ContainingAssembly is not ISourceAssemblySymbol { Compilation: CSharpCompilation compilation })
        {
            return null;
        }

        foreach (var part in type.DeclaringSyntaxReferences)
        {
            if (Latest.TryGetValue(part.SyntaxTree, out var candidates)
                && candidates.Value!.FirstOrDefault(candidate => candidate.Syntax.Span == part.Span)?.Reading is { IsSilent: true } reading
                && reading.Level.IsExtendedBy(compilation)
                && reading.Files.All(compilation.ContainsSyntaxTree)
                && DeclarationLayout.Files(type).All(file => reading.Files.Contains(file) || GeneratedPart.IsIn(file)))
            {
                return reading.Declaration;
            }
        }

        return null;
    }

    private Candidate[] CandidatesOf(SyntaxTree tree)
    {
        if (!_candidates.TryGetValue(tree, out var candidates))
        {
            candidates = _candidates.GetValue(tree, FindCandidates);
            Latest.GetValue(tree, static _ => new()).Value = candidates;
        }

        return candidates;
    }

    private static Candidate[] FindCandidates(SyntaxTree tree) =>
        tree.GetRoot()
            .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Where(type => type.AttributeLists.Count > 0)
            .Select(type => new Candidate(type))
            .ToArray();

    private static Declaration? Read(
        Candidate candidate, CSharpCompilation compilation, IReadModels shared, NameLevel level, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        candidate.Reading = IsNamedModel(candidate.Syntax, level)
            ? Read(candidate.Syntax, compilation.GetSemanticModel(candidate.Syntax.SyntaxTree), shared, level, cancellation)
            : new Reading(level, ImmutableArray<SyntaxTree>.Empty, null);
        return candidate.Extensible;
    }

    private static Reading Read(
        TypeDeclarationSyntax node, SemanticModel semantics, IReadModels shared, NameLevel level, CancellationToken cancellation)
    {
        if (semantics.GetDeclaredSymbol(node, cancellation) is not { Name.Length: > 0 } type
            || type.GetAttributes().FirstOrDefault(AttributeReader.IsModel)?.ApplicationSyntaxReference is not { } first)
        {
            // It may still be a part of a model whose attribute is in another; that one's candidate reads it.
            return new Reading(level, ImmutableArray<SyntaxTree>.Empty, null);
        }

        // A class that is written twice, or whose parts repeat [Model], the compiler objects to; it is still one class.
        if (first.SyntaxTree != node.SyntaxTree || !node.AttributeLists.Any(list => list.Span.Contains(first.Span)))
        {
            return new Reading(level, DeclarationLayout.Files(type), null);
        }

        var model = DeclarationParser.ParseSilently(type, shared, cancellation);
        return new Reading(level, model.Files, model.Declaration) { IsSilent = model.IsSilent };
    }

    // Only an alias lets an attribute be written with another name than its own.
    private static bool IsNamedModel(TypeDeclarationSyntax node, NameLevel level) =>
        node.AttributeLists.SelectMany(list => list.Attributes).Any(attribute =>
            Rightmost(attribute.Name) is var name && (name is "Model" or "ModelAttribute" or Vocabulary.Lora or Vocabulary.LoraAttribute
                || level.Aliases.Contains(name) || level.Aliases.Contains(name + Vocabulary.AttributeSuffix) || IsAlias(node, name)));

    private static bool IsAlias(SyntaxNode node, string name) =>
        node.Ancestors().Any(scope => scope switch
        {
            CompilationUnitSyntax unit => Has(unit.Usings, name),
            BaseNamespaceDeclarationSyntax space => Has(space.Usings, name),
            _ => false,
        });

    private static bool Has(SyntaxList<UsingDirectiveSyntax> usings, string name) =>
        usings.Any(@using => @using.Alias?.Name.Identifier.ValueText is { } alias
            && (alias == name || alias == name + Vocabulary.AttributeSuffix));

    private static string Rightmost(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => string.Empty,
    };

    /// <summary>A class with attributes, and what was last read of it.</summary>
    private sealed class Candidate(TypeDeclarationSyntax syntax)
    {
        private volatile Reading? _reading;

        public TypeDeclarationSyntax Syntax { get; } = syntax;

        public Reading? Reading
        {
            get => _reading;
            set => _reading = value;
        }

        /// <summary>The declaration that was read, if another part can be written.</summary>
        public Declaration? Extensible => Reading is { Declaration: { Type.CanExtend: true } declaration } ? declaration : null;

        /// <summary>Whether what was read holds in a compilation.</summary>
        public bool IsRead(CSharpCompilation compilation, NameLevel level) =>
            Reading is { } reading && reading.Level == level && reading.Files.All(compilation.ContainsSyntaxTree);
    }

    /// <summary>What was read of a candidate.</summary>
    /// <param name="Level">What names meant.</param>
    /// <param name="Files">The files whose attributes were read.</param>
    /// <param name="Declaration">The declaration; null if the candidate is not a model, or a further part of one.</param>
    private sealed record Reading(NameLevel Level, ImmutableArray<SyntaxTree> Files, Declaration? Declaration)
    {
        /// <summary>Whether reading found nothing to report.</summary>
        public bool IsSilent { get; init; }
    }
}
