using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>The layers and members of a module that a user wrote for TorchSharp.</summary>
internal sealed record HandwrittenModule
{
    public required ClassDeclarationSyntax Syntax { get; init; }

    /// <summary>The names of <c>forward</c>'s tensors.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Its calls, in the order they are made; the last gives the result.</summary>
    public required IReadOnlyList<FlowNode> Nodes { get; init; }

    /// <summary>The constructor's parameters that the declaration keeps: its sizes and its settings.</summary>
    public required IReadOnlyList<ConstructorParameter> Parameters { get; init; }

    /// <summary>The constructor as it is.</summary>
    public required IMethodSymbol Constructor { get; init; }

    /// <summary>The positions of the constructor's parameters that are removed: the module's name, and those that are not used.</summary>
    public required IReadOnlyCollection<int> Dropped { get; init; }

    /// <summary>
    /// The constructor that the declaration keeps, which computes what it passes to the generated one; null if it keeps none.
    /// </summary>
    public required (ConstructorDeclarationSyntax Syntax, string Text)? OwnConstructor { get; init; }

    /// <summary>Whether <c>[Dim]</c> states every size, so that the constructor takes them in this order.</summary>
    public bool StatesAllSizes { get; init; }

    /// <summary>Whether the class registers none of its modules.</summary>
    public required bool IsUnregistered { get; init; }

    /// <summary>Members that the declaration keeps.</summary>
    public required IReadOnlyList<MemberDeclarationSyntax> Kept { get; init; }

    /// <summary>Members that hold plain values.</summary>
    public required IReadOnlyList<StoredMember> Stored { get; init; }

    /// <summary>Fields that the declaration lacks and that other classes may use.</summary>
    public required IReadOnlyList<ISymbol> VisibleFields { get; init; }
}
