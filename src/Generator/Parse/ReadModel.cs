using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>A model as it was read.</summary>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Files">
/// The files of every type whose attributes were read: the class, its blocks and theirs, what it uses as a module.
/// </param>
/// <param name="IsSilent">Whether reading met nothing that is to be reported.</param>
internal sealed record ReadModel(Declaration Declaration, ImmutableArray<SyntaxTree> Files, bool IsSilent);
