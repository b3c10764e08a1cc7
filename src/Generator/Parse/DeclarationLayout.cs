using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Parse;

/// <summary>The order in which a declaration is read, which gives every <see cref="Site"/> its number.</summary>
internal static class DeclarationLayout
{
    /// <summary>The fields of type <c>Stage</c>, in source order.</summary>
    public static IEnumerable<IFieldSymbol> StageFields(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsImplicitlyDeclared && IsStage(field));

    /// <summary>The fields of another type that carry attributes of the vocabulary.</summary>
    public static IEnumerable<IFieldSymbol> MistypedFields(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => !IsStage(field) && field.GetAttributes().Any(AttributeReader.IsOurs));

    /// <summary>Whether a property carries attributes of the vocabulary, which the compiler objects to.</summary>
    public static bool HasMisplacedAttributes(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Any(property => property.GetAttributes().Any(AttributeReader.IsOurs));

    /// <summary>The methods with a declared shape, in source order.</summary>
    public static IEnumerable<IMethodSymbol> ShapedMethods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary
            && (method.GetReturnTypeAttributes().Any(AttributeReader.IsOurs) || method.Parameters.Any(parameter => parameter.GetAttributes().Any(AttributeReader.IsOurs))));

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

    /// <summary>Whether a field is a stage. An unresolved Stage still is one: the reference to the runtime may be missing while the user types.</summary>
    public static bool IsStage(IFieldSymbol field) =>
        field.Type.Name == Vocabulary.StageType &&
        (field.Type.TypeKind == TypeKind.Error || field.Type.ContainingNamespace is { Name: Vocabulary.Namespace, ContainingNamespace.IsGlobalNamespace: true });
}
