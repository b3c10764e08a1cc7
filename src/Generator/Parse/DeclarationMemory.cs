using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Reads the declarations of a project, and remembers them from one compilation to the next: to read one means to bind its attributes, and after every keystroke there is a
/// compilation in which nothing is bound. A reading holds as long as the files that it read attributes in are the same, and names mean the same (<see cref="NameLevel"/>).
/// </summary>
/// <remarks>Roslyn's own providers of syntax bind the attributes of every candidate in every compilation.</remarks>
internal sealed class DeclarationMemory
{
    private readonly NameLevel.History _levels = new();
    private readonly ConditionalWeakTable<SyntaxTree, Candidate[]> _candidates = new();

    /// <summary>The models of which another part can be written, in the order of their files.</summary>
    public ImmutableArray<Declaration> Read(CSharpCompilation compilation, CancellationToken cancellation)
    {
        var level = _levels.Of(compilation);
        var declarations = ImmutableArray.CreateBuilder<Declaration>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var candidate in _candidates.GetValue(tree, FindCandidates))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Read(candidate, compilation, level, cancellation) is { Type.CanExtend: true } declaration)
                {
                    declarations.Add(declaration);
                }
            }
        }

        return declarations.ToImmutable();
    }

    private static Candidate[] FindCandidates(SyntaxTree tree) =>
        tree.GetRoot()
            .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Where(type => type.AttributeLists.Count > 0)
            .Select(type => new Candidate(type))
            .ToArray();

    // The declaration of a candidate; null if it is no model, or a further part of one.
    private static Declaration? Read(Candidate candidate, CSharpCompilation compilation, NameLevel level, CancellationToken cancellation)
    {
        if (candidate.Reading is not { } reading || reading.Level != level || !reading.Files.All(compilation.ContainsSyntaxTree))
        {
            reading = IsNamedModel(candidate.Syntax, level)
                ? Read(candidate.Syntax, compilation.GetSemanticModel(candidate.Syntax.SyntaxTree), level, cancellation)
                : new Reading(level, ImmutableArray<SyntaxTree>.Empty, null);
            candidate.Reading = reading;
        }

        return reading.Declaration;
    }

    private static Reading Read(TypeDeclarationSyntax node, SemanticModel semantics, NameLevel level, CancellationToken cancellation)
    {
        if (semantics.GetDeclaredSymbol(node, cancellation) is not { } type
            || type.GetAttributes().FirstOrDefault(AttributeReader.IsModel)?.ApplicationSyntaxReference is not { } first)
        {
            // It may still be a part of a model whose attribute is in another; that one's candidate reads it.
            return new Reading(level, ImmutableArray<SyntaxTree>.Empty, null);
        }

        // A class that is written twice, or whose parts repeat [Model], the compiler objects to; it is still one class.
        if (first.SyntaxTree != node.SyntaxTree || !node.AttributeLists.Any(list => list.Span.Contains(first.Span)))
        {
            return new Reading(level, Files(type), null);
        }

        var declaration = DeclarationParser.Parse(type, new SilentSink(), out var files, cancellation);
        return new Reading(level, files, declaration);
    }

    /// <summary>The files in which a type is declared.</summary>
    public static ImmutableArray<SyntaxTree> Files(ISymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).ToImmutableArray();

    // Only an alias lets an attribute be written with another name than its own.
    private static bool IsNamedModel(TypeDeclarationSyntax node, NameLevel level) =>
        node.AttributeLists.SelectMany(list => list.Attributes).Any(attribute =>
            Rightmost(attribute.Name) is var name && (name is "Model" or "ModelAttribute" or Vocabulary.Lora or Vocabulary.LoraAttribute || level.Aliases.Contains(name) || level.Aliases.Contains(name + Vocabulary.AttributeSuffix) || IsAlias(node, name)));

    private static bool IsAlias(SyntaxNode node, string name) =>
        node.Ancestors().Any(scope => scope switch
        {
            CompilationUnitSyntax unit => Has(unit.Usings, name),
            BaseNamespaceDeclarationSyntax space => Has(space.Usings, name),
            _ => false,
        });

    private static bool Has(SyntaxList<UsingDirectiveSyntax> usings, string name) =>
        usings.Any(@using => @using.Alias?.Name.Identifier.ValueText is { } alias && (alias == name || alias == name + Vocabulary.AttributeSuffix));

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
    }

    /// <summary>What was read of a candidate.</summary>
    /// <param name="Level">What names meant.</param>
    /// <param name="Files">The files whose attributes were read.</param>
    /// <param name="Declaration">The declaration; null for none.</param>
    private sealed record Reading(NameLevel Level, ImmutableArray<SyntaxTree> Files, Declaration? Declaration);
}
