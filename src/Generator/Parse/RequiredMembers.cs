using System.Linq;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Members with the modifier <c>required</c>: generated code creates blocks and modules by their constructor alone and cannot set them.
/// </summary>
internal static class RequiredMembers
{
    public static bool Has(ITypeSymbol type)
    {
        for (var current = type as INamedTypeSymbol;
            current is not null && current.SpecialType != SpecialType.System_Object;
            current = current.BaseType)
        {
            if (current.GetMembers().Any(member => member is IFieldSymbol { IsRequired: true } or IPropertySymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }
}
