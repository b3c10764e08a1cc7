using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Parse;

/// <summary>Reads how to reopen a class, and reports classes that cannot become models.</summary>
internal static class TypeShellReader
{
    // A file's name takes no '@'.
    private static readonly SymbolDisplayFormat Unescaped = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static TypeShell Read(INamedTypeSymbol type, ProblemSink problems)
    {
        var reason = type.TypeKind == TypeKind.Class ? Obstacle(type) : null;
        if (reason is { } obstacle)
        {
            problems.Report(new Problem(obstacle.Descriptor, Site.Class, obstacle.Message)
            {
                Repairs = obstacle.Descriptor == Descriptors.NotPartial
                    ? [Repair.MakePartial(Enclosing(type).First(part => !IsPartial(part)).Name)]
                    : [],
            });
        }

        var containers = new List<string>();
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            containers.Insert(0, Keyword(container) + " " + Escape(container.Name) + TypeParameters(container));
        }

        return new TypeShell(
            type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(),
            containers.ToImmutableArray(),
            Escape(type.Name),
            TypeParameters(type),
            HintName(type),
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            CanExtend: reason is null && type.TypeKind == TypeKind.Class && IsNamed(type))
        {
            CanCreate = !type.IsAbstract && !RequiredMembers.Has(type),
            Accessibility = SyntaxFacts.GetText(type.DeclaredAccessibility),
        };
    }

    private static (DiagnosticDescriptor Descriptor, string Message)? Obstacle(INamedTypeSymbol type)
    {
        var name = type.Name;
        if (type.IsRecord)
        {
            return (Descriptors.UnsupportedType, $"'{name}' is a record, which cannot derive from torch.nn.Module: make it a class.");
        }

        if (type.IsStatic)
        {
            return (Descriptors.UnsupportedType, $"'{name}' is static, but a model is created with 'new': remove 'static'.");
        }

        if (BaseInSource(type) is { } baseName)
        {
            return (Descriptors.UnsupportedType, $"'{name}' derives from '{baseName}', but a model derives from torch.nn.Module, "
                + "which the generated part adds: remove the base class.");
        }

        if (Parts(type).Any(declaration => declaration.ParameterList is not null))
        {
            return (Descriptors.UnsupportedType, $"'{name}' has a primary constructor, but the generated part writes the constructor: "
                + $"remove the parameters after '{name}'.");
        }

        foreach (var part in Enclosing(type))
        {
            if (part.IsFileLocal)
            {
                return (Descriptors.UnsupportedType, $"'{part.Name}' is local to its file, "
                    + "where no generated part can extend it: remove 'file'.");
            }

            if (!IsPartial(part))
            {
                return (Descriptors.NotPartial, SymbolEqualityComparer.Default.Equals(part, type)
                    ? $"'{name}' is a model, so it must be partial: write 'partial class {name}'."
                    : $"'{name}' is a model inside '{part.Name}', which must be partial as well: make '{part.Name}' partial.");
            }
        }

        return null;
    }

    // The compiler reports whatever has no name.
    private static bool IsNamed(INamedTypeSymbol type)
    {
        for (ISymbol part = type; part is not null and not INamespaceSymbol { IsGlobalNamespace: true }; part = part.ContainingSymbol)
        {
            if (part.Name.Length == 0
                || (part is INamedTypeSymbol named && named.TypeParameters.Any(parameter => parameter.Name.Length == 0)))
            {
                return false;
            }
        }

        return true;
    }

    // The class and the types that contain it, from the inside out.
    private static IEnumerable<INamedTypeSymbol> Enclosing(INamedTypeSymbol type)
    {
        for (var part = type; part is not null; part = part.ContainingType)
        {
            yield return part;
        }
    }

    // If there is a generated part, the base class comes from it. The compiler reports one that does not exist.
    private static string? BaseInSource(INamedTypeSymbol type) =>
        type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
            && !type.DeclaringSyntaxReferences.Any(reference => GeneratedPart.IsIn(reference.SyntaxTree))
            ? baseType.Name
            : null;

    private static IEnumerable<TypeDeclarationSyntax> Parts(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();

    private static bool IsPartial(INamedTypeSymbol type) => Parts(type).All(part => part.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    private static string TypeParameters(INamedTypeSymbol type) =>
        type.TypeParameters.IsEmpty
            ? string.Empty
            : "<" + string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name))) + ">";

    private static string HintName(INamedTypeSymbol type)
    {
        var name = type.MetadataName;
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            name = container.MetadataName + "+" + name;
        }

        var fullName = type.ContainingNamespace.IsGlobalNamespace ? name : type.ContainingNamespace.ToDisplayString(Unescaped) + "." + name;

        // The compiler takes letters, digits and some punctuation; identifiers may also have marks and joiners.
        return string.Concat(
            fullName.Replace('+', '.').Select(character => char.IsLetterOrDigit(character) || character == '.' ? character : '_'));
    }

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
}
