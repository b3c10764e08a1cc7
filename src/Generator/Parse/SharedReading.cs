using System.Collections.Concurrent;
using System.Collections.Generic;
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

    private readonly ConcurrentDictionary<ISymbol, Declaration> _blocks = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, HashSet<string>> _inherited = new(SymbolEqualityComparer.Default);

    /// <summary>The reading of the compilation that the type stands in.</summary>
    public static SharedReading Of(INamedTypeSymbol type) =>
        type.ContainingAssembly is ISourceAssemblySymbol { Compilation: { } compilation } ? Readings.GetValue(compilation, static _ => new SharedReading()) : new SharedReading();

    /// <summary>The declaration of a block that contains no recursion, if it was read already; many paths may lead to one block.</summary>
    public bool TryGetBlock(INamedTypeSymbol block, out Declaration declaration) => _blocks.TryGetValue(block, out declaration);

    /// <summary>Keeps a declaration, and gives the one that everybody shall use: models compare quickly with themselves.</summary>
    public Declaration AddBlock(INamedTypeSymbol block, Declaration declaration) => _blocks.GetOrAdd(block, declaration);

    /// <inheritdoc cref="GeneratedPart.Inherited"/>
    public HashSet<string> Inherited(ITypeSymbol stage) => _inherited.GetOrAdd(stage, static type => GeneratedPart.Inherited((ITypeSymbol)type));
}
