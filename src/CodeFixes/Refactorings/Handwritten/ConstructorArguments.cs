using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Values that a constructor computes from its parameters and that no dimension expression can state, such as <c>config.HiddenSize</c> or
/// <c>(int)(width * ratio)</c>. Each becomes a parameter of the declaration's constructor, and the class keeps its own constructor, which
/// calls that one with the values.
/// </summary>
internal sealed class ConstructorArguments(IReadOnlyDictionary<ISymbol, IOperation?> values, IMethodSymbol constructor)
{
    private readonly Dictionary<string, string> _names = new();

    /// <summary>The names of the values, each with the expression that computes it.</summary>
    public IEnumerable<(string Name, string Text)> All => _names.Select(pair => (pair.Value, pair.Key));

    /// <summary>The name of a value; null if more than the constructor's parameters is needed to compute it.</summary>
    /// <param name="operation">The value.</param>
    /// <param name="part">A member of it that is meant, such as <c>Item1</c>.</param>
    /// <param name="hint">A name that fits if the value itself has none.</param>
    public string? Name(IOperation operation, string? part, string hint) =>
        Text(operation) is { } text ? Name(part is null ? text : $"{text}.{part}", Word(operation) ?? hint, part) : null;

    /// <summary>The expression of a value in terms of the constructor's parameters; null if it depends on more.</summary>
    public string? Text(IOperation operation)
    {
        if (!IsComputable(operation))
        {
            return null;
        }

        Dictionary<SyntaxNode, string> replaced = new();
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (Stored(part) is { } value)
            {
                var text = Text(value)!;
                replaced[part.Syntax] = part == operation
                    || SyntaxFactory.ParseExpression(text) is Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax
                        or Microsoft.CodeAnalysis.CSharp.Syntax.LiteralExpressionSyntax
                    ? text
                    : $"({text})";
            }
        }

        return operation.Syntax.ReplaceNodes(
            replaced.Keys.Where(node => !node.Ancestors().Any(replaced.ContainsKey)),
            (node, _) => SyntaxFactory.ParseExpression(replaced[node]).WithTriviaFrom(node)).WithoutTrivia().ToString();
    }

    private string Name(string text, string word, string? part)
    {
        if (_names.TryGetValue(text, out var known))
        {
            return known;
        }

        word = word.TrimStart('_');
        word = char.ToLowerInvariant(word[0]) + word.Substring(1) + (part is null ? string.Empty : part.Substring(part.Length - 1));
        bool IsTaken(string name) => _names.ContainsValue(name) || constructor.Parameters.Any(parameter => parameter.Name == name)
            || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || constructor.ContainingType.GetMembers(name).Length > 0 || name is "input" or "device" or "dtype";
        var free = IsTaken(word) ? Enumerable.Range(2, int.MaxValue - 2).Select(i => word + i).First(name => !IsTaken(name)) : word;
        _names.Add(text, free);
        return free;
    }

    private static string? Word(IOperation operation) => operation switch
    {
        IConversionOperation conversion => Word(conversion.Operand),
        IParenthesizedOperation parenthesized => Word(parenthesized.Operand),
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IFieldReferenceOperation { Field: { ContainingType.IsTupleType: true } field, Instance: { } tuple } =>
            Word(tuple) + (field.Name.StartsWith("Item", System.StringComparison.Ordinal) ? field.Name.Substring(4) : field.Name),
        IMemberReferenceOperation member => member.Member.Name,
        IArrayElementReferenceOperation { Indices: [{ ConstantValue: { HasValue: true, Value: int index } }] } element =>
            Word(element.ArrayReference) + index,
        _ => null,
    };

    private IOperation? Stored(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => Value(local.Local),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => Value(field.Field),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property => Value(property.Property),
        IParameterReferenceOperation parameter => Value(parameter.Parameter),
        _ => null,
    };

    private IOperation? Value(ISymbol symbol) => values.TryGetValue(symbol, out var value) ? value : null;

    private bool IsComputable(IOperation operation) => operation.ConstantValue.HasValue
        || (Stored(operation) is { } stored ? IsComputable(stored) : HasNoEffect(operation) && operation.ChildOperations.All(IsComputable));

    private bool HasNoEffect(IOperation operation) => operation switch
    {
        IParameterReferenceOperation { Parameter: var parameter } =>
            SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, constructor),
        ILiteralOperation or IDefaultValueOperation or IConversionOperation
            or IBinaryOperation or IUnaryOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation => true,
        IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: false } } => false,
        IFieldReferenceOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation or IArgumentOperation => true,
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.ContainingNamespace: var space } } =>
            space.ToDisplayString() is "System" or "System.Numerics",
        _ => false,
    };
}
