using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Reads sizes as dimension expressions: integers, constants of the class, and constructor parameters, which become symbols. A local variable or a member that the
/// constructor sets stands for what it was set to.
/// </summary>
internal sealed class SizeReader(INamedTypeSymbol type, IReadOnlyDictionary<ISymbol, IOperation?> values)
{
    private readonly HashSet<IParameterSymbol> _read = new(SymbolEqualityComparer.Default);

    /// <summary>The constructor's parameters that something was read from.</summary>
    public IReadOnlyCollection<IParameterSymbol> Read => _read;

    /// <summary>Reads a size.</summary>
    /// <exception cref="NotUnderstoodException">It is no integer expression of these.</exception>
    public string Size(IOperation operation) => Size(operation, isOperand: false);

    /// <summary>What a local variable or a member holds, or the operation itself, without conversions around it.</summary>
    public IOperation Resolve(IOperation operation)
    {
        var unwrapped = DraftReader.Unwrap(operation);
        var symbol = unwrapped switch
        {
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => property.Property,
            _ => (ISymbol?)null,
        };
        return symbol is not null && values.TryGetValue(symbol, out var value) && value is not null ? Resolve(value) : unwrapped;
    }

    /// <summary>A size's value if it is known here.</summary>
    public long? Constant(IOperation operation)
    {
        switch (Resolve(operation))
        {
            case { ConstantValue: { HasValue: true, Value: int or long } } constant:
                return DraftReader.Integer(constant);
            case IParenthesizedOperation parenthesized:
                return Constant(parenthesized.Operand);
            case IBinaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } binary when Constant(binary.LeftOperand) is { } left && Constant(binary.RightOperand) is { } right:
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
        if (Resolve(operation) is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } && IsSetting(parameter))
        {
            _read.Add(parameter);
            return parameter.Name;
        }

        return null;
    }

    /// <summary>Whether a parameter can be a size.</summary>
    public static bool IsSize(IParameterSymbol parameter) => parameter.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 && parameter.RefKind == RefKind.None;

    /// <summary>Whether a parameter can be a setting.</summary>
    public static bool IsSetting(IParameterSymbol parameter) => parameter.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double && parameter.RefKind == RefKind.None;

    private string Size(IOperation operation, bool isOperand)
    {
        switch (operation)
        {
            case IFieldReferenceOperation { Field: { HasConstantValue: true } field } when SymbolEqualityComparer.Default.Equals(field.ContainingType, type):
                return field.Name;
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } when IsSize(parameter):
                _read.Add(parameter);
                return parameter.Name;
            case IConversionOperation { OperatorMethod: null, Operand.Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } conversion:
                return Size(conversion.Operand, isOperand);
            case IParenthesizedOperation parenthesized:
                return Size(parenthesized.Operand, isOperand);
            case IBinaryOperation { OperatorMethod: null, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } binary when Sign(binary.OperatorKind) is { } sign:
                var text = $"{Size(binary.LeftOperand, true)}{sign}{Size(binary.RightOperand, true)}";
                return !text.Any(char.IsLetter) && Constant(binary) is { } number ? number.ToString(CultureInfo.InvariantCulture) : isOperand ? $"({text})" : text;
            default:
                return operation.ConstantValue is { HasValue: true, Value: int or long } ? DraftReader.Integer(operation).ToString(CultureInfo.InvariantCulture)
                    : Resolve(operation) is { } resolved && resolved != operation ? Size(resolved, isOperand)
                    : throw NotUnderstoodException.At(operation.Syntax, "a size is made of integers, constants of the class and parameters of its constructor");
        }
    }

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
