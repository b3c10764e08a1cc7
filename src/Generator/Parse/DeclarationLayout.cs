using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>The order in which a declaration is read, which gives every <see cref="Site"/> its number.</summary>
internal static class DeclarationLayout
{
    /// <summary>The fields of type <c>Stage</c>, in source order. A field without a name, as in <c>Stage a, }</c>, is none yet.</summary>
    public static IEnumerable<IFieldSymbol> StageFields(INamedTypeSymbol type) =>
        type.GetMembers()
            .OfType<IFieldSymbol>().Where(field => field is { IsImplicitlyDeclared: false, Name.Length: > 0 } && IsStage(field));

    /// <summary>The fields of another type that carry attributes of the vocabulary.</summary>
    public static IEnumerable<IFieldSymbol> MistypedFields(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>()
            .Where(field => field.Name.Length > 0 && !IsStage(field) && field.GetAttributes().Any(AttributeReader.IsOurs));

    /// <summary>Whether the compiler could not find a type, or that of an array's elements.</summary>
    public static bool IsUnresolved(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error || (type is IArrayTypeSymbol array && IsUnresolved(array.ElementType));

    /// <inheritdoc cref="IsHalfTyped(TypeDeclarationSyntax)"/>
    public static bool IsHalfTyped(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation))
            .OfType<TypeDeclarationSyntax>().Any(IsHalfTyped);

    /// <summary>
    /// Whether a part of a class is still being typed: its body is open, or a member of it has no name or is none yet. The
    /// compiler reports all of these.
    /// </summary>
    public static bool IsHalfTyped(TypeDeclarationSyntax part) =>
        part.Identifier.IsMissing || part.OpenBraceToken.IsMissing || part.CloseBraceToken.IsMissing
        || part.Members.Any(member => member switch
        {
            IncompleteMemberSyntax => true,
            BaseFieldDeclarationSyntax field =>
                field.Declaration.Variables.Any(variable => variable.Identifier.IsMissing || variable.ArgumentList is not null),
            _ => false,
        });

    /// <summary>Whether a property carries attributes of the vocabulary, which the compiler objects to.</summary>
    public static bool HasMisplacedAttributes(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Any(property => property.GetAttributes().Any(AttributeReader.IsOurs));

    /// <summary>The methods with a declared shape, in source order.</summary>
    public static IEnumerable<IMethodSymbol> ShapedMethods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(method => method is { MethodKind: MethodKind.Ordinary, Name.Length: > 0 }
            && (method.GetReturnTypeAttributes().Any(AttributeReader.IsOurs)
                || method.Parameters.Any(parameter => parameter.GetAttributes().Any(AttributeReader.IsOurs))));

    /// <summary>The attributes of the vocabulary, in the order of their ordinals.</summary>
    public static IEnumerable<AttributeData> Attributes(INamedTypeSymbol type) =>
        type.GetAttributes()
            .Concat(StageFields(type).SelectMany(field => field.GetAttributes()))
            .Concat(ShapedMethods(type).SelectMany(method => method.Parameters
                .SelectMany(parameter => parameter.GetAttributes())
                .Concat(method.GetReturnTypeAttributes())))
            .Where(AttributeReader.IsOurs);

    /// <summary>Whether a class is a model.</summary>
    public static bool IsModel(INamedTypeSymbol type) =>
        type.GetAttributes().Any(AttributeReader.IsModel);

    /// <summary>
    /// Whether a field is a stage. An unresolved Stage still is one: the reference to the runtime may be missing while the user types.
    /// </summary>
    public static bool IsStage(IFieldSymbol field) =>
        field.Type.Name == Vocabulary.StageType &&
        (field.Type.TypeKind == TypeKind.Error
            || field.Type.ContainingNamespace is { Name: Vocabulary.Namespace, ContainingNamespace.IsGlobalNamespace: true });

    /// <summary>The files in which a type is declared.</summary>
    public static ImmutableArray<SyntaxTree> Files(ISymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).ToImmutableArray();
}
