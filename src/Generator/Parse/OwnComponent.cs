using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Parse;

/// <summary>A field or auto-implemented property of the user's that holds a parameter, a tensor or a module.</summary>
/// <param name="Member">The member's name.</param>
/// <param name="Name">The name under which it is registered.</param>
/// <param name="IsModule">Whether it holds a module, which moves in place.</param>
/// <param name="IsReadOnly">Whether only the constructor may assign it.</param>
internal sealed record OwnComponent(string Member, string Name, bool IsModule, bool IsReadOnly)
{
    /// <summary>Those of a class, in source order; what the generator wrote is left out.</summary>
    public static IEnumerable<OwnComponent> Of(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, IsConst: false } field && IsComponent(field.Type, out var isModule)
                && (field.AssociatedSymbol ?? field) is { CanBeReferencedByName: true } declared && !declared.Locations.All(GeneratedPart.IsAt)
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
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } named || named.Name == Vocabulary.StageType)
        {
            return false;
        }

        for (INamedTypeSymbol? ancestor = named; ancestor is not null && ancestor.SpecialType == SpecialType.None; ancestor = ancestor.BaseType)
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
