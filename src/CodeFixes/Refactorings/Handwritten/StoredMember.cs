using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A field or property that holds a plain value, which the declaration keeps only where something reads it.</summary>
/// <param name="Symbol">The member.</param>
/// <param name="Syntax">Its declaration.</param>
/// <param name="Text">
/// The property that gives the same value in the declaration; null if none can, empty if a generated field already does.
/// </param>
/// <param name="IsRead">Whether a member that the declaration keeps reads it.</param>
internal sealed record StoredMember(ISymbol Symbol, MemberDeclarationSyntax Syntax, string? Text, bool IsRead);
