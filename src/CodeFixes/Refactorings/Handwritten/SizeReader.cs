using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Reads sizes as dimension expressions: integers, constants of the class, and constructor parameters, which become symbols. A local
/// variable or a member that the constructor sets stands for what it was set to.
/// </summary>
internal sealed class SizeReader(INamedTypeSymbol type, Dictionary<ISymbol, IOperation?> values, ConstructorArguments arguments)
{
    private readonly HashSet<IParameterSymbol> _read = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _settings = new();
    private readonly HashSet<string> _paddings = new();
    private readonly HashSet<string> _others = new();

    /// <summary>The constructor's parameters that were read.</summary>
    public IReadOnlyCollection<IParameterSymbol> Read => _read;

    /// <summary>The names of computed values that are settings.</summary>
    public IReadOnlyCollection<string> Settings => _settings;

    /// <summary>Whether a size is only a padding, which may be 0.</summary>
    public bool MayBeZero(string name) => _paddings.Contains(name) && !_others.Contains(name);

    /// <summary>Reads a size.</summary>
    /// <param name="operation">The size.</param>
    /// <param name="hint">What to call it if it must have a name and has none.</param>
    /// <param name="mayBeZero">Whether it is a padding.</param>
    /// <exception cref="NotUnderstoodException">It is not an integer expression of these.</exception>
    public string Size(IOperation operation, string hint = "size", bool mayBeZero = false)
    {
        var text = Size(operation, isOperand: false, hint);
        Note(text, mayBeZero);
        return text;
    }

    /// <summary>The names of a tuple's items; empty if the value is not a tuple that the constructor's parameters give.</summary>
    public IReadOnlyList<string> Items(IOperation tuple, string hint, bool mayBeZero)
    {
        if (tuple.Type is not INamedTypeSymbol { IsTupleType: true, TupleElements: var elements } || tuple is ITupleOperation
            || !elements.All(element => element.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64))
        {
            return [];
        }

        var names = elements.Select((_, i) => arguments.Name(tuple, $"Item{i + 1}", hint)).OfType<string>().ToList();
        names.ForEach(name => Note(name, mayBeZero));
        return names;
    }

    /// <summary>The argument for a parameter of a block's constructor.</summary>
    public void Set(IParameterSymbol parameter, IOperation value) => values[parameter] = value;

    private void Note(string text, bool mayBeZero)
    {
        var names = text.Split(' ', '(', ')', '+', '-', '*', '/', '%').Where(name => name.Length > 0).ToList();
        names.ForEach(name => (mayBeZero && names.Count == 1 ? _paddings : _others).Add(name));
    }

    /// <summary>What a local variable or a member holds, or the operation itself, without conversions around it.</summary>
    public IOperation Resolve(IOperation operation)
    {
        var unwrapped = DraftReader.Unwrap(operation);
        var symbol = unwrapped switch
        {
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => property.Property,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => (ISymbol?)null,
        };
        return symbol is not null && values.TryGetValue(symbol, out var value) && value is not null ? Resolve(value) : unwrapped;
    }

    /// <summary>The value of a size, if it is a constant.</summary>
    public long? Constant(IOperation operation)
    {
        switch (Resolve(operation))
        {
            case { ConstantValue: { HasValue: true, Value: int or long } } constant:
                return DraftReader.Integer(constant);
            case IParenthesizedOperation parenthesized:
                return Constant(parenthesized.Operand);
            case IBinaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } binary
                when Constant(binary.LeftOperand) is { } left && Constant(binary.RightOperand) is { } right:
                return binary.OperatorKind switch
                {
                    BinaryOperatorKind.Add => left + right,
                    BinaryOperatorKind.Subtract => left - right,
                    BinaryOperatorKind.Multiply => left * right,
                    BinaryOperatorKind.Divide when right != 0 => left / right,
                    BinaryOperatorKind.Remainder when right != 0 => left % right,
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>The name of the constructor's parameter of floating point that this is; null if it is none.</summary>
    public string? Setting(IOperation operation)
    {
        if (Resolve(operation) is IParameterReferenceOperation
            { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter }
            && IsSetting(parameter))
        {
            _read.Add(parameter);
            return parameter.Name;
        }

        if (operation.ConstantValue.HasValue || Resolve(operation).ConstantValue.HasValue
            || operation.Type?.SpecialType is not (SpecialType.System_Single or SpecialType.System_Double)
            || arguments.Name(operation, null, "rate") is not { } name)
        {
            return null;
        }

        _settings.Add(name);
        return name;
    }

    /// <summary>Whether a parameter can be a size.</summary>
    public static bool IsSize(IParameterSymbol parameter) =>
        parameter.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 && parameter.RefKind == RefKind.None;

    /// <summary>Whether a parameter can be a setting.</summary>
    public static bool IsSetting(IParameterSymbol parameter) =>
        parameter.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double && parameter.RefKind == RefKind.None;

    private string Size(IOperation operation, bool isOperand, string hint)
    {
        switch (operation)
        {
            case IFieldReferenceOperation { Field: { HasConstantValue: true } field }
                when SymbolEqualityComparer.Default.Equals(field.ContainingType, type):
                return field.Name;
            case IParameterReferenceOperation
                { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter }
                when IsSize(parameter) && !values.ContainsKey(parameter):
                _read.Add(parameter);
                return parameter.Name;
            case IConversionOperation
                { OperatorMethod: null, Operand.Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } conversion:
                return Size(conversion.Operand, isOperand, hint);
            case IParenthesizedOperation parenthesized:
                return Size(parenthesized.Operand, isOperand, hint);
            case IBinaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } binary
                when Sign(binary.OperatorKind) is { } sign:
                var text = $"{Size(binary.LeftOperand, true, hint)}{sign}{Size(binary.RightOperand, true, hint)}";
                return !text.Any(char.IsLetter) && Constant(binary) is { } number ? number.ToString(CultureInfo.InvariantCulture)
                    : isOperand ? $"({text})"
                    : text;
            default:
                return operation.ConstantValue is { HasValue: true, Value: int or long }
                    ? DraftReader.Integer(operation).ToString(CultureInfo.InvariantCulture)
                    : Resolve(operation) is { } resolved && resolved != operation && IsExpression(resolved)
                    ? Size(resolved, isOperand, hint)
                    : operation.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64
                        && arguments.Name(operation, null, hint) is { } name
                    ? name
                    : throw NotUnderstoodException.At(operation.Syntax,
                        "a size is made of integers, constants of the class and parameters of its constructor");
        }
    }

    // Whether a dimension expression can state it.
    private bool IsExpression(IOperation operation) => operation.ConstantValue.HasValue || operation switch
    {
        IParameterReferenceOperation { Parameter: var parameter } when !values.ContainsKey(parameter) => IsSize(parameter),
        IConversionOperation { OperatorMethod: null, Operand:
            { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } inner } => IsExpression(inner),
        IParenthesizedOperation parenthesized => IsExpression(parenthesized.Operand),
        IBinaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } => true,
        _ => Resolve(operation) is var resolved && resolved != operation && IsExpression(resolved),
    };

    private static string? Sign(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => " + ",
        BinaryOperatorKind.Subtract => " - ",
        BinaryOperatorKind.Multiply => "*",
        BinaryOperatorKind.Divide => "/",
        BinaryOperatorKind.Remainder => "%",
        _ => null,
    };
}
