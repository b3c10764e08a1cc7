using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Reads sizes as dimension expressions: integers, constants of the class, and constructor parameters, which become symbols.</summary>
internal sealed class SizeReader(INamedTypeSymbol type)
{
    /// <summary>Reads a size.</summary>
    /// <exception cref="NotUnderstoodException">It is no integer expression of these.</exception>
    public string Size(IOperation operation) => Size(operation, isOperand: false);

    private string Size(IOperation operation, bool isOperand)
    {
        switch (operation)
        {
            case IFieldReferenceOperation { Field: { HasConstantValue: true } field } when SymbolEqualityComparer.Default.Equals(field.ContainingType, type):
                return field.Name;
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter }
                when parameter.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64:
                return parameter.Name;
            case IConversionOperation { OperatorMethod: null } conversion:
                return Size(conversion.Operand, isOperand);
            case IParenthesizedOperation parenthesized:
                return Size(parenthesized.Operand, isOperand);
            case IBinaryOperation { OperatorMethod: null } binary when Sign(binary.OperatorKind) is { } sign:
                var text = $"{Size(binary.LeftOperand, true)}{sign}{Size(binary.RightOperand, true)}";
                return long.TryParse(text, out _) || !isOperand ? text : $"({text})";
            default:
                return operation.ConstantValue is { HasValue: true, Value: int or long }
                    ? DraftReader.Integer(operation).ToString(CultureInfo.InvariantCulture)
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
