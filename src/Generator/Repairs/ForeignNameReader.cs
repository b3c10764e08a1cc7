using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Repairs;

/// <summary>Translates the arguments of an attribute that have names of another library.</summary>
/// <param name="attribute">The class of the attribute.</param>
internal sealed class ForeignNameReader(INamedTypeSymbol attribute)
{
    private readonly Dictionary<string, ITypeSymbol> _properties = PropertiesOf(attribute);

    private readonly List<string> _parameters = attribute.InstanceConstructors
        .Where(constructor => constructor.Parameters.LastOrDefault() is not { } last || !ForeignArguments.IsFor(last.Name, last.IsParams))
        .OrderByDescending(constructor => constructor.Parameters.Length)
        .Select(constructor => constructor.Parameters.Select(parameter => parameter.Name).ToList())
        .FirstOrDefault() ?? [];

    /// <summary>Translates the arguments with foreign names, in the order in which they are written.</summary>
    public ForeignArguments.NamedArguments Read(AttributeUse use)
    {
        var (main, named, unknown, following) =
            (new Dictionary<string, Argument>(), new List<ForeignArguments.Entry>(), new List<string>(), string.Empty);
        foreach (var argument in use.Arguments.Where(argument => argument.IsProperty && ForeignNames.IsForeign(argument.Name)))
        {
            if (ForeignNames.Rewritten(argument.Name, argument.Value) is { } rewritten && _properties.ContainsKey(rewritten.Name))
            {
                named.Add(Fixed(rewritten.Name, rewritten.Value));
            }
            else if (Property(argument) is { } property)
            {
                named.Add(property);
            }
            else if (ForeignNames.Candidates(argument.Name).FirstOrDefault(_parameters.Contains) is { } parameter)
            {
                main[parameter] = argument;
            }
            else if (argument.Name == "activation" && ForeignNames.Activation(argument.Value) is { } activation)
            {
                following = ", " + activation;
            }
            else if (!ForeignNames.IsInferred(argument.Name) && !ForeignNames.IsImplied(argument.Name, argument.Value))
            {
                unknown.Add(argument.Name);
            }
        }

        return new ForeignArguments.NamedArguments(
            _parameters.Where(main.ContainsKey).ToDictionary(parameter => parameter, parameter => main[parameter]), named,
            unknown, following);
    }

    // The property that an argument is here. Other libraries write a member of an enumeration as a text.
    private ForeignArguments.Entry? Property(Argument argument)
    {
        if (ForeignNames.Candidates(argument.Name).Select(Names.PascalCase).FirstOrDefault(_properties.ContainsKey) is not { } name)
        {
            return null;
        }

        if (argument.Value.Kind != ConstantKind.Text)
        {
            return ForeignArguments.Carried(name, argument);
        }

        if (_properties[name] is { TypeKind: TypeKind.Enum } type)
        {
            // PyTorch has a name for each number of axes, such as bilinear.
            var text = argument.Value.Text is "bilinear" or "trilinear" ? "linear" : argument.Value.Text.Replace("_", string.Empty);
            return type.GetMembers().OfType<IFieldSymbol>()
                .FirstOrDefault(member => string.Equals(member.Name, text, StringComparison.OrdinalIgnoreCase)) is { } member
                ? Fixed(name, $"{type.Name}.{member.Name}")
                : null;
        }

        return name == "Activation" && ForeignNames.Activation(argument.Value) is ("Relu" or "Gelu" or "Silu") and var activation
            ? Fixed(name, $"Activation.{activation}")
            : ForeignArguments.Carried(name, argument);
    }

    private static ForeignArguments.Entry Fixed(string name, string value) =>
        new($"{name} = {value}", $"{name} = {value}", IsMissing: false) { Name = name };

    private static Dictionary<string, ITypeSymbol> PropertiesOf(INamedTypeSymbol attribute)
    {
        var properties = new Dictionary<string, ITypeSymbol>();
        for (INamedTypeSymbol? type = attribute; type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetMembers().OfType<IPropertySymbol>().Where(property => property.SetMethod is not null))
            {
                properties[property.Name] = property.Type;
            }
        }

        return properties;
    }
}
