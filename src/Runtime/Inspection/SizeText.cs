using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen;

/// <summary>
/// The sizes and shapes that an <see cref="Architecture"/> states as texts: <c>4*D + 1</c>, <c>(B, T, D/2)</c>. Exporters read them.
/// </summary>
internal static partial class SizeText
{
    /// <summary>Computes an expression: integers, symbols, <c>+ - * / %</c>, parentheses, <c>min</c>, <c>max</c>.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="valueOf">The value of a symbol.</param>
    /// <param name="arithmetic">Computes with values.</param>
    /// <exception cref="FormatException">The text is no expression.</exception>
    public static T Evaluate<T>(string expression, Func<string, T> valueOf, ISizeArithmetic<T> arithmetic) =>
        new SizeReader<T>(expression, [.. Tokens(expression)], valueOf, arithmetic).Read();

    /// <summary>The value of an expression, all of whose symbols are known.</summary>
    public static long Constant(string expression, Func<string, long> valueOf) => Evaluate(expression, valueOf, Numbers.Instance);

    /// <summary>The value of an expression; null if one of its symbols is not known.</summary>
    public static long? Known(string expression, IReadOnlyDictionary<string, long> sizes) =>
        Symbols(expression).All(sizes.ContainsKey) ? Constant(expression, symbol => sizes[symbol]) : null;

    /// <summary>The texts of the axes of a shape such as <c>(..., T, 2*D)</c>.</summary>
    public static IReadOnlyList<string> Axes(string shape)
    {
        List<string> axes = [];
        var (depth, start) = (0, 1);
        for (var i = 1; i < shape.Length; i++)
        {
            if ((shape[i] == ',' && depth == 0) || i == shape.Length - 1)
            {
                if (shape[start..i].Trim() is { Length: > 0 } axis)
                {
                    axes.Add(axis);
                }

                start = i + 1;
            }

            depth += shape[i] == '(' ? 1 : shape[i] == ')' ? -1 : 0;
        }

        return axes;
    }

    /// <summary>The symbols of an expression or a shape.</summary>
    public static IEnumerable<string> Symbols(string text) =>
        Tokens(text).Where(token => IsSymbol(token) && !IsFunction(token)).Distinct();

    /// <summary>The integers, symbols, operators and parentheses of a text.</summary>
    public static IEnumerable<string> Tokens(string text) => Token().Matches(text).Select(match => match.Value);

    /// <summary>Whether a token is a symbol, or the name of a function.</summary>
    public static bool IsSymbol(string token) => char.IsLetter(token[0]) || token[0] == '_';

    /// <summary>Whether a token is the name of a function.</summary>
    public static bool IsFunction(string token) => token is "min" or "max";

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*|\d+|[-+*/%(),]")]
    private static partial Regex Token();

    private sealed class Numbers : ISizeArithmetic<long>
    {
        public static Numbers Instance { get; } = new();

        public long Integer(long value) => value;

        public long Add(long a, long b) => checked(a + b);

        public long Subtract(long a, long b) => checked(a - b);

        public long Multiply(long a, long b) => checked(a * b);

        public long Divide(long a, long b) => DimMath.FloorDiv(a, b);

        public long Modulo(long a, long b) => DimMath.Mod(a, b);

        public long Smaller(long a, long b) => Math.Min(a, b);

        public long Larger(long a, long b) => Math.Max(a, b);
    }
}
