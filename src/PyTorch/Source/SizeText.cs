using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelGen.PyTorch.Source;

/// <summary>The sizes that an <see cref="Architecture"/> states as texts, <c>4*D + 1</c>, as expressions of Python.</summary>
internal static partial class SizeText
{
    /// <summary>An expression of Python. Both languages have the same precedence; a division rounds down.</summary>
    /// <param name="expression">Integers, symbols, <c>+ - * / %</c>, parentheses, <c>min</c>, <c>max</c>.</param>
    /// <param name="nameOf">How a symbol is written.</param>
    public static string ToPython(string expression, Func<string, string> nameOf)
    {
        var text = new StringBuilder();
        var isOperand = false;
        foreach (var token in Tokens(expression))
        {
            switch (token)
            {
                case "+" or "-" or "*" or "/" or "%" when isOperand:
                    text.Append(' ').Append(token == "/" ? "//" : token).Append(' ');
                    isOperand = false;
                    break;
                case ",":
                    text.Append(", ");
                    isOperand = false;
                    break;
                case "-" or "(":
                    text.Append(token);
                    isOperand = false;
                    break;
                case ")":
                    text.Append(token);
                    isOperand = true;
                    break;
                default:
                    text.Append(token is "min" or "max" || !IsSymbol(token) ? token : nameOf(token));
                    isOperand = token is not ("min" or "max");
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>The value of an expression; null if it has other symbols than these.</summary>
    public static long? Evaluate(string expression, IReadOnlyDictionary<string, long> sizes) =>
        Symbols(expression).All(sizes.ContainsKey) ? new Evaluation(Tokens(expression), sizes).Value() : null;

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
        Tokens(text).Where(token => IsSymbol(token) && token is not ("min" or "max")).Distinct();

    private static bool IsSymbol(string token) => char.IsLetter(token[0]) || token[0] == '_';

    private static string[] Tokens(string text) => [.. Token().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*|\d+|[-+*/%(),]")]
    private static partial Regex Token();

    private sealed class Evaluation(string[] tokens, IReadOnlyDictionary<string, long> sizes)
    {
        private int _next;

        public long Value()
        {
            var value = Take("-") ? -Product() : Product();
            while (_next < tokens.Length && tokens[_next] is "+" or "-")
            {
                value = tokens[_next++] == "+" ? checked(value + Product()) : checked(value - Product());
            }

            return value;
        }

        private long Product()
        {
            var value = Factor();
            while (_next < tokens.Length && tokens[_next] is "*" or "/" or "%")
            {
                value = tokens[_next++] switch
                {
                    "*" => checked(value * Factor()),
                    "/" => DimMath.FloorDiv(value, Factor()),
                    _ => DimMath.Mod(value, Factor()),
                };
            }

            return value;
        }

        private long Factor()
        {
            var token = tokens[_next++];
            if (token is "(" or "min" or "max")
            {
                _next += token == "(" ? 0 : 1;
                var value = Value();
                while (Take(","))
                {
                    value = token == "min" ? Math.Min(value, Value()) : Math.Max(value, Value());
                }

                _next++;
                return value;
            }

            return IsSymbol(token) ? sizes[token] : long.Parse(token, CultureInfo.InvariantCulture);
        }

        private bool Take(string token)
        {
            var isNext = _next < tokens.Length && tokens[_next] == token;
            _next += isNext ? 1 : 0;
            return isNext;
        }
    }
}
