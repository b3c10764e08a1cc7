using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>Turns Roslyn's attributes into <see cref="AttributeUse"/>s.</summary>
internal static class AttributeReader
{
    /// <summary>Whether the attribute belongs to the vocabulary.</summary>
    public static bool IsOurs(AttributeData attribute) =>
        attribute.AttributeClass is { Name: not Vocabulary.SignatureAttribute, ContainingType: null,
            ContainingNamespace: { Name: Vocabulary.Namespace, ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether the attribute makes its class a model.</summary>
    public static bool IsModel(AttributeData attribute) =>
        IsOurs(attribute) && attribute.AttributeClass!.Name is "ModelAttribute" or Vocabulary.LoraAttribute;

    /// <summary>Reads an attribute; null when the compiler itself rejects it and says so.</summary>
    public static AttributeUse? Read(AttributeData attribute, int ordinal)
    {
        var type = attribute.AttributeClass!;
        if (ConstructorOf(attribute) is not { } constructor || type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        // After an error elsewhere in the attribute the arguments may not match the parameters.
        if (attribute.ConstructorArguments.Length != constructor.Parameters.Length)
        {
            return null;
        }

        var arguments = new List<Argument>();
        for (var i = 0; i < constructor.Parameters.Length; i++)
        {
            var value = attribute.ConstructorArguments[i];
            if (IsRejected(value) || (constructor.Parameters[i].IsParams && value.Kind != TypedConstantKind.Array))
            {
                return null;
            }

            arguments.Add(
                new Argument(constructor.Parameters[i].Name, ReadConstant(value), IsProperty: false, constructor.Parameters[i].IsParams));
        }

        foreach (var pair in attribute.NamedArguments)
        {
            if (IsRejected(pair.Value))
            {
                return null;
            }

            arguments.Add(new Argument(pair.Key, ReadConstant(pair.Value), IsProperty: true));
        }

        var name = type.Name.EndsWith(Vocabulary.AttributeSuffix, StringComparison.Ordinal)
            ? type.Name.Substring(0, type.Name.Length - Vocabulary.AttributeSuffix.Length)
            : type.Name;
        var typeArgument = type.TypeArguments.Length == 1 ? type.TypeArguments[0] : null;
        if (typeArgument is { TypeKind: TypeKind.Error or TypeKind.TypeParameter or TypeKind.Dynamic }
            or INamedTypeSymbol { IsUnboundGenericType: true })
        {
            return null;
        }

        return new AttributeUse(
            name,
            Derives(type, Vocabulary.LayerBase),
            ordinal,
            arguments.ToImmutableArray(),
            typeArgument?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            typeArgument?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat))
        {
            IsLoss = Derives(type, Vocabulary.LossBase),
        };
    }

    /// <summary>Whether the compiler could not find the attribute, which may have been meant as one of ours.</summary>
    public static bool IsUnresolved(AttributeData attribute) => attribute.AttributeClass is null or { TypeKind: TypeKind.Error };

    /// <summary>
    /// Whether a layer is written as left out. What the compiler rejects in it before the generator has run may be a name that the
    /// generator writes, and be accepted after.
    /// </summary>
    public static bool IsWrittenAsLeftOut(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments }
        && arguments.Any(argument => argument.NameEquals?.Name.Identifier.ValueText == Vocabulary.When.Name
            && argument.Expression.IsKind(SyntaxKind.FalseLiteralExpression));

    /// <summary>
    /// The constructor that an attribute calls. A lone null is meant as the one argument of a layer, although the compiler prefers the list
    /// of another library's arguments, which may be null as a whole.
    /// </summary>
    public static IMethodSymbol? ConstructorOf(AttributeData attribute) =>
        attribute is { AttributeConstructor: { Parameters: [{ IsParams: true }] } called, ConstructorArguments: [{ IsNull: true }] }
            ? attribute.AttributeClass!.InstanceConstructors.FirstOrDefault(one => one.Parameters is [{ IsParams: false }]) ?? called
            : attribute.AttributeConstructor;

    private static bool IsRejected(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Error
            || (constant.Kind == TypedConstantKind.Array && !constant.IsNull && constant.Values.Any(IsRejected));

    private static bool Derives(INamedTypeSymbol type, string baseName)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.Name == baseName && ancestor.ContainingNamespace.Name == Vocabulary.Namespace)
            {
                return true;
            }
        }

        return false;
    }

    private static Constant ReadConstant(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Array)
        {
            return constant.IsNull
                ? new Constant(ConstantKind.Null)
                : new Constant(ConstantKind.Array, Items: constant.Values.Select(ReadConstant).ToImmutableArray());
        }

        if (constant.IsNull)
        {
            return new Constant(ConstantKind.Null);
        }

        if (constant.Kind == TypedConstantKind.Enum)
        {
            return new Constant(ConstantKind.Enum, Text: EnumMember(constant));
        }

        return constant.Value switch
        {
            string text => new Constant(ConstantKind.Text, Text: text),
            bool flag => new Constant(ConstantKind.Boolean, Integer: flag ? 1 : 0),
            double real => new Constant(ConstantKind.Real, Real: real),
            float real => new Constant(ConstantKind.Real, Real: real),
            sbyte or byte or short or ushort or int or uint or long =>
                new Constant(ConstantKind.Integer, Integer: Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture)),
            ulong and <= long.MaxValue and var big => new Constant(ConstantKind.Integer, Integer: (long)big),
            _ => new Constant(ConstantKind.Other, Text: constant.ToCSharpString()),
        };
    }

    private static string EnumMember(TypedConstant constant)
    {
        foreach (var member in constant.Type!.GetMembers())
        {
            if (member is IFieldSymbol { HasConstantValue: true } field && Equals(field.ConstantValue, constant.Value))
            {
                return field.Name;
            }
        }

        return Convert.ToString(constant.Value, CultureInfo.InvariantCulture)!;
    }
}
