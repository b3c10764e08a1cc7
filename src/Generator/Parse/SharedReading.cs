using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Parse;

/// <summary>
/// What all declarations of one compilation read alike: a block that a hundred models use is read once. A compilation is immutable, so that nothing here can be out of
/// date, and it goes with the compilation.
/// </summary>
internal sealed class SharedReading
{
    private static readonly ConditionalWeakTable<Compilation, SharedReading> Readings = new();

    private readonly ConcurrentDictionary<ISymbol, Model> _models = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, HashSet<string>> _inherited = new(SymbolEqualityComparer.Default);

    private static readonly string[] Hidden = ["TorchSharp", "ModelGen", "System"];

    private string? _hiddenNamespace;

    /// <summary>The reading of the compilation that the type stands in.</summary>
    public static SharedReading Of(INamedTypeSymbol type) =>
        type.ContainingAssembly is ISourceAssemblySymbol { Compilation: { } compilation } ? Readings.GetValue(compilation, static _ => new SharedReading()) : new SharedReading();

    /// <summary>The declaration of a model that contains no recursion, if it was read already: for its own sake, or as the block of another, to which many paths may lead.</summary>
    public Model? Find(INamedTypeSymbol model) => _models.TryGetValue(model, out var known) ? known : null;

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
