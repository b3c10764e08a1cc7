using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Translates the arguments of a call of TorchSharp to those of the equivalent layer.</summary>
internal static class DraftReader
{
    /// <summary>Reads a call.</summary>
    /// <param name="translation">What it is.</param>
    /// <param name="arguments">Its arguments, those left out included, without the tensor.</param>
    /// <param name="sizes">Reads sizes, which may name constructor parameters.</param>
    /// <exception cref="NotUnderstoodException">An argument that the layer does not support.</exception>
    public static LayerDraft Read(Translation translation, IEnumerable<IArgumentOperation> arguments, SizeReader sizes)
    {
        var given = arguments.ToDictionary(argument => argument.Parameter!.Name);
        var positional = new List<string>();
        var named = new List<string>();
        LayerDraft draft = new(translation.Kind, [])
        {
            HasWeights = translation.HasWeights,
            WidthAxis = translation.WidthAxis,
            SpatialAxes = translation.SpatialAxes,
            IsInPlace = translation.IsInPlace
        };
        foreach (var rule in translation.Rules)
        {
            if (!given.TryGetValue(rule.Parameter, out var argument))
            {
                NotUnderstoodException.Unless(
                    rule.Form is not (Form.True or Form.Training) && rule is not { Property: "Axis", Default: null },
                    $"{rule.Parameter} is not given to {translation.Kind}");
                continue;
            }

            given.Remove(rule.Parameter);
            var value = sizes.Resolve(argument.Value);
            switch (rule.Form)
            {
                case Form.Width:
                    draft = draft with { Width = sizes.Size(Single(argument.Value, sizes), Hint(rule)) };
                    break;
                case Form.InPlace:
                    draft = draft with { IsInPlace = draft.IsInPlace || Constant<bool>(value) };
                    break;
                case Form.True:
                    NotUnderstoodException.Unless(Constant<bool>(value), argument.Syntax,
                        $"{translation.Kind} needs {rule.Parameter}: true, as a declaration has it");
                    break;
                case Form.Training:
                    NotUnderstoodException.Unless(
                        value is IPropertyReferenceOperation { Property.Name: "training", Instance: IInstanceReferenceOperation },
                        argument.Syntax,
                        "whether it trains is the module's own training");
                    break;
                default:
                    var text = rule.Parameter == "approximate"
                        ? EnumName(value).ToLowerInvariant()
                        : Text(rule, argument.Value, value, sizes);
                    Add(rule, rule.Parameter == "approximate" && text == "tanh" ? "true" : text);
                    break;
            }
        }

        foreach (var argument in given.Values)
        {
            if (sizes.Resolve(argument.Value) is IParameterReferenceOperation { Parameter: var parameter }
                && (ConstructorReader.IsDevice(parameter) || ConstructorReader.IsScalarType(parameter)))
            {
                draft = ConstructorReader.IsDevice(parameter) ? draft with { TakesDevice = true } : draft with { TakesType = true };
                continue;
            }

            NotUnderstoodException.Unless(argument.ArgumentKind == ArgumentKind.DefaultValue || IsDefault(argument), argument.Syntax,
                $"{translation.Kind} has no argument for '{argument.Parameter!.Name}'");
        }

        return draft with { Arguments = [.. positional, .. named] };

        void Add(ArgumentRule rule, string text)
        {
            // A pool's stride is its kernel unless it is given.
            if (text == "null" || text == rule.Default || (rule.Default == "null" && positional.Contains(text)))
            {
                return;
            }

            (rule.Property is null ? positional : named).Add(rule.Property is null ? text : $"{rule.Property} = {text}");
        }
    }

    /// <summary>An operation without the conversions around it that keep its value.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion && !operation.ConstantValue.HasValue
            && !(conversion.Operand.Type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double
                && conversion.Type?.SpecialType != SpecialType.System_Double))
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>The value of a constant integer.</summary>
    public static long Integer(IOperation operation) => Unwrap(operation).ConstantValue is { HasValue: true, Value: int or long } constant
        ? System.Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture)
        : throw NotUnderstoodException.At(operation.Syntax, "the number is computed");

    /// <summary>The elements of an array or a collection that is written out.</summary>
    public static IReadOnlyList<IOperation> Items(IOperation operation) => Unwrap(operation) switch
    {
        IArrayCreationOperation { Initializer.ElementValues: IReadOnlyList<IOperation> values } => values,
        ITupleOperation { Elements: IReadOnlyList<IOperation> elements } => elements,

        // Roslyn 4.8 has no public operation for a collection expression.
        { } other when other.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax { Elements: var elements } =>
            elements.All(element => element is Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionElementSyntax)
                ? [.. other.ChildOperations.Where(child => elements.Any(element => element.Span.Contains(child.Syntax.Span)))]
                : throw NotUnderstoodException.At(other.Syntax, "the items are not written out"),
        _ => [],
    };

    private static string Text(ArgumentRule rule, IOperation given, IOperation value, SizeReader sizes)
    {
        if (value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null })
        {
            return "null";
        }

        return rule.Form switch
        {
            Form.Size => sizes.Size(given, Hint(rule)) is var size && long.TryParse(size, out _) ? size : $"\"{size}\"",
            Form.Sizes => Sizes(rule, given, value, sizes),
            Form.Integer => Number(Single(value, sizes), sizes).ToString(CultureInfo.InvariantCulture),
            Form.Setting when sizes.Setting(given) is { } setting => $"\"{setting}\"",
            Form.Real or Form.Setting => Real(value),
            Form.Flag => Constant<bool>(value) ? "true" : "false",

            // The vocabulary spells ReLU as Relu.
            _ => $"{rule.Property}.{EnumName(value).Replace("ReLU", "Relu")}",
        };
    }

    private static long Number(IOperation value, SizeReader sizes) =>
        sizes.Constant(value) ?? throw NotUnderstoodException.At(value.Syntax, "the number is computed");

    private static string Sizes(ArgumentRule rule, IOperation given, IOperation value, SizeReader sizes)
    {
        if (value.Type is { TypeKind: TypeKind.Enum, Name: "Padding" })
        {
            return $"\"{EnumName(value).ToLowerInvariant()}\"";
        }

        var items = Items(value);
        var mayBeZero = rule.Property is "Padding" or "OutputPadding";
        var named = items.Count == 0 ? sizes.Items(Unwrap(given), Hint(rule), mayBeZero) : [];
        var texts = named.Count > 0 ? [.. named.Select(name => $"\"{name}\"")]
            : (items.Count == 0 ? [given] : items)
                .Select(item => sizes.Constant(item) is { } number
                    ? number.ToString(CultureInfo.InvariantCulture)
                    : $"\"{sizes.Size(item, Hint(rule), mayBeZero)}\"")
                .ToList();
        return texts.Distinct().Count() == 1
            ? texts[0]
            : $"new{(texts.Any(text => text[0] == '"') ? " object" : string.Empty)}[] {{ {string.Join(", ", texts)} }}";
    }

    private static string Real(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: double or float or int or long } constant
            ? System.Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
            : throw NotUnderstoodException.At(value.Syntax, "the number is computed");

    private static string EnumName(IOperation value) =>
        value.Type?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue
            && value.ConstantValue.HasValue && Equals(field.ConstantValue, value.ConstantValue.Value))?.Name
        ?? throw NotUnderstoodException.At(value.Syntax, "the value is computed");

    // An array with one item is equivalent to the item.
    private static IOperation Single(IOperation value, SizeReader sizes) => Items(sizes.Resolve(value)) switch
    {
        { Count: 0 } when sizes.Resolve(value) is not IArrayCreationOperation => value,
        { Count: 1 } items => Unwrap(items[0]),
        _ => throw NotUnderstoodException.At(value.Syntax, "one number is expected"),
    };

    // Creates a name for a size.
    private static string Hint(ArgumentRule rule) =>
        string.Concat(rule.Parameter.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word.Substring(1)));

    private static T Constant<T>(IOperation value) => value.ConstantValue is { HasValue: true, Value: T constant }
        ? constant
        : throw NotUnderstoodException.At(value.Syntax, "the value is computed");

    private static bool IsDefault(IArgumentOperation argument) =>
        argument.Parameter is { HasExplicitDefaultValue: true } parameter
        && (argument.Value.ConstantValue is { HasValue: true } constant ? Equals(constant.Value, parameter.ExplicitDefaultValue)
            : parameter.ExplicitDefaultValue is null && Unwrap(argument.Value) is { } value
                && (value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null }));
}
