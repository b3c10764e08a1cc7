using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Runtime.Tests;

/// <summary>Evaluates the texts of an <see cref="Architecture"/>: <c>4*D*D + D/2</c> and <c>(..., T, 2*D + 1)</c>.</summary>
internal sealed partial class SizeExpression
{
    private readonly string[] _tokens;
    private readonly IReadOnlyDictionary<string, long> _values;
    private int _next;

    private SizeExpression(string text, IReadOnlyDictionary<string, long> values)
    {
        _tokens = Token().Matches(text).Select(match => match.Value).ToArray();
        _values = values;
    }

    public static long Evaluate(string text, IReadOnlyDictionary<string, long> values)
    {
        var expression = new SizeExpression(text, values);
        var value = expression.Sum();
        return expression._next == expression._tokens.Length
            ? value
            : throw new FormatException($"'{text}' goes on at '{expression._tokens[expression._next]}'.");
    }

    /// <summary>The sizes of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="values">The symbols.</param>
    /// <param name="leading">What <c>...</c> stands for.</param>
    public static long[] Shape(string shape, IReadOnlyDictionary<string, long> values, long[] leading)
        => Axes(shape).SelectMany(axis => axis == "..." ? leading : [Evaluate(axis, values)]).ToArray();

    /// <summary>The symbols of a shape or of an expression.</summary>
    public static IEnumerable<string> Symbols(string text)
        => Token().Matches(text)
            .Select(match => match.Value).Where(token => char.IsLetter(token[0]) && token is not ("min" or "max")).Distinct();

    private static IEnumerable<string> Axes(string shape)
    {
        var (depth, start) = (0, 1);
        for (var i = 1; i < shape.Length; i++)
        {
            if ((shape[i] == ',' && depth == 0) || i == shape.Length - 1)
            {
                if (shape[start..i].Trim() is { Length: > 0 } axis)
                {
                    yield return axis;
                }

                start = i + 1;
            }

            depth += shape[i] == '(' ? 1 : shape[i] == ')' ? -1 : 0;
        }
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{Nd}_]*|\d+|[-+*/%(),]")]
    private static partial Regex Token();

    private long Sum()
    {
        var negative = Take("-");
        var value = negative ? -Product() : Product();
        while (_next < _tokens.Length && _tokens[_next] is "+" or "-")
        {
            value = _tokens[_next++] == "+" ? value + Product() : value - Product();
        }

        return value;
    }

    private long Product()
    {
        var value = Factor();
        while (_next < _tokens.Length && _tokens[_next] is "*" or "/" or "%")
        {
            value = _tokens[_next++] switch
            {
                "*" => value * Factor(),
                "/" => DimMath.FloorDiv(value, Factor()),
                _ => DimMath.Mod(value, Factor()),
            };
        }

        return value;
    }

    private long Factor()
    {
        var token = _tokens[_next++];
        switch (token)
        {
            case "(":
                var value = Sum();
                Expect(")");
                return value;
            case "min" or "max":
                Expect("(");
                var operands = new List<long>();
                do
                {
                    operands.Add(Sum());
                }
                while (Take(","));
                Expect(")");
                return token == "min" ? operands.Min() : operands.Max();
            default:
                return char.IsDigit(token[0]) ? long.Parse(token, CultureInfo.InvariantCulture) : _values[token];
        }
    }

    private bool Take(string token)
    {
        var isNext = _next < _tokens.Length && _tokens[_next] == token;
        _next += isNext ? 1 : 0;
        return isNext;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw new FormatException($"'{token}' is missing.");
        }
    }
}
