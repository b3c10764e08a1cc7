using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;

namespace ModelGen.CodeFixes;

/// <summary>
/// Reads an attribute as it is written. The compiler drops the arguments that it rejects from <see cref="AttributeData"/>, so they are read
/// from the text.
/// </summary>
internal static class WrittenAttribute
{
    /// <summary>Reads the arguments, their values included where they are constants.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">Its class.</param>
    /// <param name="semantics">Computes constants.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static AttributeUse Read(
        AttributeSyntax attribute, INamedTypeSymbol type, SemanticModel semantics, CancellationToken cancellation)
    {
        var all = attribute.ArgumentList?.Arguments.ToList() ?? [];
        var positional = all.Where(argument => argument.NameEquals is null).ToList();

        // A list that no constructor accepts comes from another library; a hidden constructor takes it as one array.
        var constructors = type.InstanceConstructors
            .ToLookup(constructor => constructor.Parameters.LastOrDefault() is { } last
                && ForeignArguments.IsFor(last.Name, last.IsParams));
        var fitting = constructors[false].FirstOrDefault(constructor => positional.Count <= constructor.Parameters.Length
            && constructor.Parameters.Skip(positional.Count).All(parameter => parameter.IsOptional));
        var rest = constructors[true].FirstOrDefault()?.Parameters.Last().Name;
        var arguments = fitting is null && rest is not null
            ? [new Argument(rest, new Constant(ConstantKind.Array, Items: Values(positional)), IsProperty: false, IsParams: true)]
            : positional.Select((argument, i) => new Argument(NameOf(argument, i), Value(argument.Expression), IsProperty: false)).ToList();
        arguments.AddRange(all.Where(argument => argument.NameEquals is not null)
            .Select(argument => new Argument(
                argument.NameEquals!.Name.Identifier.ValueText, Value(argument.Expression), IsProperty: true)));
        var kind = type.Name.EndsWith(Vocabulary.AttributeSuffix, System.StringComparison.Ordinal)
            ? type.Name.Substring(0, type.Name.Length - Vocabulary.AttributeSuffix.Length)
            : type.Name;
        return new AttributeUse(kind, IsLayer: true, Ordinal: 0, arguments.ToEquatableArray());

        Constant Value(ExpressionSyntax expression) => ReadConstant(expression, semantics, cancellation);

        EquatableArray<Constant> Values(IEnumerable<AttributeArgumentSyntax> given) =>
            given.Select(argument => Value(argument.Expression)).ToEquatableArray();

        string NameOf(AttributeArgumentSyntax argument, int place) =>
            argument.NameColon?.Name.Identifier.ValueText ?? fitting?.Parameters[place].Name ?? string.Empty;
    }

    private static Constant ReadConstant(ExpressionSyntax expression, SemanticModel semantics, CancellationToken cancellation)
    {
        if (expression is ArrayCreationExpressionSyntax { Initializer.Expressions: var created })
        {
            return Array(created);
        }

        if (expression is ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var items })
        {
            return Array(items);
        }

        if (semantics.GetSymbolInfo(expression, cancellation).Symbol is IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } member)
        {
            return new Constant(ConstantKind.Enum, Text: member.Name);
        }

        return semantics.GetConstantValue(expression, cancellation) is { HasValue: true, Value: var value }
            ? value switch
            {
                null => new Constant(ConstantKind.Null),
                bool flag => new Constant(ConstantKind.Boolean, flag ? 1 : 0),
                string text => new Constant(ConstantKind.Text, Text: text),
                double or float => new Constant(ConstantKind.Real, Real: System.Convert.ToDouble(value)),
                int or long or short or byte => new Constant(ConstantKind.Integer, System.Convert.ToInt64(value)),
                _ => new Constant(ConstantKind.Text, Text: expression.ToString()),
            }
            : new Constant(ConstantKind.Text, Text: expression.ToString());

        Constant Array(IEnumerable<ExpressionSyntax> elements) => new(
            ConstantKind.Array, Items: elements.Select(element => ReadConstant(element, semantics, cancellation)).ToEquatableArray());
    }
}
