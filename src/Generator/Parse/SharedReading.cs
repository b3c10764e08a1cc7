using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>
/// What all declarations of one compilation read alike: a block that a hundred models use is read once. A compilation is immutable, so that nothing here can be out of
/// date, and it goes with the compilation.
/// </summary>
internal sealed class SharedReading
{
    private static readonly ConditionalWeakTable<Compilation, SharedReading> Readings = new();

    private readonly RecentlyUsed<string, Declaration>? _whole;
    private readonly Func<Declaration, bool>? _hasMistakes;
    private readonly ConcurrentDictionary<ISymbol, Model> _models = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, HashSet<string>> _inherited = new(SymbolEqualityComparer.Default);

    private static readonly string[] Hidden = ["TorchSharp", "ModelGen", "System"];

    private string? _hiddenNamespace;

    /// <param name="whole">The last whole declaration of each class by its full name; null where none is kept.</param>
    /// <param name="hasMistakes">Whether a declaration has mistakes; asked only where <paramref name="whole"/> is given.</param>
    public SharedReading(RecentlyUsed<string, Declaration>? whole = null, Func<Declaration, bool>? hasMistakes = null) => (_whole, _hasMistakes) = (whole, hasMistakes);

    /// <summary>The reading of the compilation that the type is in, without a history.</summary>
    public static SharedReading Of(INamedTypeSymbol type) =>
        type.ContainingAssembly is ISourceAssemblySymbol { Compilation: { } compilation } ? Readings.GetValue(compilation, static _ => new SharedReading()) : new SharedReading();

    /// <summary>The declaration of a model that contains no recursion, if it was read already: for its own sake, or as the block of another, to which many paths may lead.</summary>
    public Model? Find(INamedTypeSymbol model) => _models.TryGetValue(model, out var known) ? known : null;

    /// <summary>Keeps a declaration that is whole, and gives another one the last that was.</summary>
    public Declaration Remember(Declaration declaration)
    {
        if (_whole is null || declaration.Type.QualifiedName.Length == 0)
        {
            return declaration;
        }

        var known = _whole.Find(declaration.Type.QualifiedName);
        if (declaration.IsWhole && !(known is not null && LacksAnInput(declaration, known)))
        {
            _whole.Add(declaration.Type.QualifiedName, declaration);
            return declaration;
        }

        return known is null ? declaration : declaration with { LastWhole = known };
    }

    // An input that was taken out and left a mistake behind will come back, or the mistake will go.
    private bool LacksAnInput(Declaration declaration, Declaration before) =>
        Inputs(declaration) < Inputs(before) && _hasMistakes?.Invoke(declaration) == true;

    private static int Inputs(Declaration declaration) =>
        declaration.Attributes.Concat(declaration.Stages.SelectMany(stage => stage.Attributes)).Count(use => use.Kind == "Input");

    /// <summary>Keeps a declaration, and gives the one that everybody shall use: models compare quickly with themselves.</summary>
    public Model Add(INamedTypeSymbol model, Model read) => _models.GetOrAdd(model, read);

    /// <inheritdoc cref="GeneratedPart.Inherited"/>
    public HashSet<string> Inherited(ITypeSymbol stage) => _inherited.GetOrAdd(stage, static type => GeneratedPart.Inherited((ITypeSymbol)type));

    /// <summary>What hides a namespace whose types generated code names, as the start of a sentence; null if nothing does.</summary>
    public string? HiddenNamespace(INamedTypeSymbol type)
    {
        _hiddenNamespace ??= Hidden.FirstOrDefault(name => !type.ContainingAssembly.GlobalNamespace.GetTypeMembers(name).IsEmpty) is { } hidden
            ? $"The type '{hidden}' in the global namespace hides the namespace '{hidden}'"
            : string.Empty;
        return _hiddenNamespace.Length == 0 ? null : _hiddenNamespace;
    }

    /// <summary>A model as it was read.</summary>
    /// <param name="Declaration">Its declaration.</param>
    /// <param name="Files">The files of every type whose attributes were read: the class, its blocks and theirs, what it uses as a module.</param>
    /// <param name="IsSilent">Whether reading met nothing that is to be told.</param>
    internal sealed record Model(Declaration Declaration, ImmutableArray<SyntaxTree> Files, bool IsSilent);
}
