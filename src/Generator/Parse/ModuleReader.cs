using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>Reads how a type can be created as a module.</summary>
internal static class ModuleReader
{
    public static ModuleReference Read(ITypeSymbol type, string key, INamedTypeSymbol user)
    {
        var constructor = (type as INamedTypeSymbol)
            ?.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.All(parameter => parameter.IsOptional));
        var isReachable = constructor is not null
            && !type.IsAbstract && !RequiredMembers.Has(type) && constructor.DeclaredAccessibility switch
            {
                Accessibility.Public => true,
                Accessibility.Internal or Accessibility.ProtectedOrInternal =>
                    SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, user.ContainingAssembly)
                        || type.ContainingAssembly.GivesAccessTo(user.ContainingAssembly),
                _ => false,
            };

        // A model's base class is written by this generator, so it is not to be seen here.
        var isModel = type.GetAttributes().Any(AttributeReader.IsModel);
        return new ModuleReference(key, !isModel && IsTensorModule(type), isReachable);
    }

    /// <summary>The method that creates a module; null if the class has none of that name.</summary>
    public static ModuleFactory? ReadFactory(INamedTypeSymbol user, string name, ITypeSymbol module, string key)
    {
        var methods = user.GetMembers(name).OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary).ToList();
        if (methods.Count == 0)
        {
            return null;
        }

        var method = methods.OrderBy(candidate => candidate.Parameters.Length)
            .FirstOrDefault(candidate => candidate.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams));
        var obstacle = method is null ? "takes parameters, but is called without arguments"
            : method.IsGenericMethod ? "is generic, but is called without type arguments"
            : method.ReturnsVoid ? "returns nothing"
            : !IsOrDerives(method.ReturnType, module)
            ? $"returns {method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}"
            : method.ReturnType.NullableAnnotation == NullableAnnotation.Annotated ? "may return null"
            : string.Empty;
        return new ModuleFactory(name, key, obstacle);
    }

    public static bool IsTensor(ITypeSymbol type) => type is { Name: "Tensor", ContainingType.Name: "torch" };

    private static bool IsOrDerives(ITypeSymbol type, ITypeSymbol ancestor)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, ancestor))
            {
                return true;
            }
        }

        return type.TypeKind == TypeKind.Error;
    }

    private static bool IsTensorModule(ITypeSymbol type)
    {
        for (var ancestor = type as INamedTypeSymbol; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "Module", TypeArguments.Length: 2, ContainingType.Name: "nn" } && ancestor.TypeArguments.All(IsTensor))
            {
                return true;
            }
        }

        return false;
    }
}
