using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator.Caching;

/// <summary>
/// The results of reading that the declarations of one compilation share: a block used by a hundred models is read once. A compilation is
/// immutable, so the results never become stale, provided that the owner does not keep them longer than the compilation.
/// </summary>
/// <param name="isOn">Whether anything is kept.</param>
/// <param name="whole">The last whole declaration of each class by its full name; null where there is no history.</param>
/// <param name="hasMistakes">Whether a declaration has mistakes; needed only where <paramref name="whole"/> is given.</param>
internal sealed class SharedReading(bool isOn, RecentlyUsed<string, Declaration>? whole = null, Func<Declaration, bool>? hasMistakes = null)
    : IReadModels
{
    private readonly ConcurrentDictionary<ISymbol, ReadModel> _models = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, HashSet<string>> _inherited = new(SymbolEqualityComparer.Default);

    // The answer, which may be null, or null before there is one.
    private string?[]? _hiddenNamespace;

    public ReadModel? Find(INamedTypeSymbol model) => _models.TryGetValue(model, out var known) ? known : null;

    // Models compare quickly with themselves.
    public ReadModel Add(INamedTypeSymbol model, ReadModel read) => isOn ? _models.GetOrAdd(model, read) : read;

    public HashSet<string> Inherited(ITypeSymbol stage) =>
        isOn ? _inherited.GetOrAdd(stage, static type => GeneratedPart.Inherited((ITypeSymbol)type)) : GeneratedPart.Inherited(stage);

    public string? HiddenNamespace(IAssemblySymbol assembly)
    {
        if (!isOn || _hiddenNamespace is not { } known)
        {
            known = [GeneratedPart.HiddenNamespace(assembly)];
            _hiddenNamespace = known;
        }

        return known[0];
    }

    // This is history rather than a cache: what it gives is known from nowhere else.
    public Declaration WithLastWhole(Declaration declaration)
    {
        if (whole is null || declaration.Type.QualifiedName.Length == 0)
        {
            return declaration;
        }

        var known = whole.Find(declaration.Type.QualifiedName);
        if (declaration.IsWhole && !(known is not null && LacksAnInput(declaration, known)))
        {
            whole.Add(declaration.Type.QualifiedName, declaration);
            return declaration;
        }

        return known is null ? declaration : declaration with { LastWhole = known };
    }

    // An input that was taken out and left a mistake behind will come back, or the mistake will go.
    private bool LacksAnInput(Declaration declaration, Declaration before) =>
        Inputs(declaration) < Inputs(before) && hasMistakes?.Invoke(declaration) == true;

    private static int Inputs(Declaration declaration) =>
        declaration.Attributes.Concat(declaration.Stages.SelectMany(stage => stage.Attributes)).Count(use => use.Kind == "Input");
}
