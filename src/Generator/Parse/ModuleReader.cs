using System.Linq;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Parse;

/// <summary>Reads what a type offers as a module.</summary>
internal static class ModuleReader
{
    public static ModuleReference Read(ITypeSymbol type, string key, INamedTypeSymbol user)
    {
        var constructor = (type as INamedTypeSymbol)?.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.All(parameter => parameter.IsOptional));
        var isReachable = constructor is not null && !type.IsAbstract && constructor.DeclaredAccessibility switch
        {
            Accessibility.Public => true,
            Accessibility.Internal or Accessibility.ProtectedOrInternal =>
                SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, user.ContainingAssembly) || type.ContainingAssembly.GivesAccessTo(user.ContainingAssembly),
            _ => false,
        };

        // A model's base class is written by this generator, so it is not to be seen here.
        var isModel = type.GetAttributes().Any(AttributeReader.IsModel);
        return new ModuleReference(key, !isModel && IsTensorModule(type), isReachable);
    }

    public static bool IsTensor(ITypeSymbol type) => type is { Name: "Tensor", ContainingType.Name: "torch" };

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
