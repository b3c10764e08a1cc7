using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>Finds the fields and properties of the user's that hold parameters, tensors and modules.</summary>
internal static class OwnComponentReader
{
    /// <summary>Those of a class, in source order; what the generator wrote is left out.</summary>
    public static IEnumerable<OwnComponent> Read(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsConst: false } field && IsComponent(field.Type, out var isModule)
                && (field.AssociatedSymbol ?? field) is { CanBeReferencedByName: true } declared
                && !declared.Locations.All(GeneratedPart.IsAt)
                && declared is IFieldSymbol or IPropertySymbol)
            {
                var isReadOnly = declared is IPropertySymbol property ? property.SetMethod is not { IsInitOnly: false } : field.IsReadOnly;
                yield return new OwnComponent(declared.Name, NameOf(declared), isModule, isReadOnly);
            }
        }
    }

    private static bool IsComponent(ITypeSymbol type, out bool isModule)
    {
        isModule = false;
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named
            || named.Name == Vocabulary.StageType)
        {
            return false;
        }

        for (INamedTypeSymbol? ancestor = named; ancestor is not null && ancestor.SpecialType == SpecialType.None; ancestor =
            ancestor.BaseType)
        {
            if (ModuleReader.IsTensor(ancestor))
            {
                return true;
            }

            if (ancestor is { Name: "Module", ContainingType.Name: "nn" })
            {
                isModule = true;
                return true;
            }
        }

        // A model's base class is written by this generator.
        isModule = DeclarationLayout.IsModel(named);
        return isModule;
    }

    // As TorchSharp's RegisterComponents.
    private static string NameOf(ISymbol member) =>
        member.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "ComponentNameAttribute")?.NamedArguments
            .FirstOrDefault(argument => argument.Key == "Name").Value.Value as string ?? member.Name;
}
