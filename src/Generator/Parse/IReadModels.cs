using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>
/// What the declarations of one compilation share while they are read. The caller of <see cref="DeclarationParser"/> decides what is kept.
/// </summary>
internal interface IReadModels
{
    /// <summary>The model, if it was read already, for its own sake or as the block of another; it contains no recursion.</summary>
    ReadModel? Find(INamedTypeSymbol model);

    /// <summary>Offers a model that was read.</summary>
    /// <returns>The one that every user shall have, which is equal.</returns>
    ReadModel Add(INamedTypeSymbol model, ReadModel read);

    /// <summary>The declaration; one that is not whole carries the last declaration of its class that was, if it is known.</summary>
    Declaration WithLastWhole(Declaration declaration);

    /// <inheritdoc cref="GeneratedPart.Inherited"/>
    HashSet<string> Inherited(ITypeSymbol stage);

    /// <inheritdoc cref="GeneratedPart.HiddenNamespace"/>
    string? HiddenNamespace(IAssemblySymbol assembly);
}
