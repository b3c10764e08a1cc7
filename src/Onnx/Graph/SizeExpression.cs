using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Onnx.Graph;

/// <summary>Computes the sizes that an <see cref="Architecture"/> states as texts: <c>4*D + 1</c>, <c>(B, T, D/2)</c>.</summary>
internal sealed partial class SizeExpression
{
    private readonly GraphBuilder _graph;
    private readonly Func<string, Size> _valueOf;
    private readonly string[] _tokens;
    private int _next;

    private SizeExpression(GraphBuilder graph, string text, Func<string, Size> valueOf)
    {
        (_graph, _valueOf) = (graph, valueOf);
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
    }

    /// <summary>Computes an expression.</summary>
    /// <param name="graph">Where nodes for sizes that only a run knows are added.</param>
    /// <param name="text">The expression: integers, symbols, <c>+ - * / %</c>, parentheses, <c>min</c>, <c>max</c>.</param>
    /// <param name="valueOf">The value of a symbol.</param>
    public static Size Evaluate(GraphBuilder graph, string text, Func<string, Size> valueOf)
    {
        var expression = new SizeExpression(graph, text, valueOf);
        var value = expression.Sum();
        return expression._next == expression._tokens.Length
            ? value
            : throw new FormatException($"'{text}' goes on at '{expression._tokens[expression._next]}'.");
    }

    /// <summary>Computes an expression of which all symbols are known.</summary>
    public static long Constant(string text, Func<string, long> valueOf) =>
        Evaluate(new GraphBuilder(17, Schema.TensorProto.Types.DataType.Float), text, symbol => valueOf(symbol)).Constant!.Value;

    /// <summary>Computes an expression if all its symbols are known; otherwise null.</summary>
    public static long? Known(string text, IReadOnlyDictionary<string, long> sizes) =>
        Symbols(text).All(sizes.ContainsKey) ? Constant(text, symbol => sizes[symbol]) : null;

    /// <summary>The texts of the axes of a shape such as <c>(..., T, 2*D)</c>.</summary>
    public static IReadOnlyList<string> Axes(string shape)
    {
        var axes = new List<string>();
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
    public static IEnumerable<string> Symbols(string text) => Token().Matches(text)
        .Select(match => match.Value).Where(token => IsLetter(token[0]) && token is not ("min" or "max")).Distinct();

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*|\d+|[-+*/%(),]")]
    private static partial Regex Token();

    private static bool IsLetter(char c) => char.IsLetter(c) || c == '_';

    private Size Sum()
    {
        var value = Take("-") ? _graph.Subtract(0, Product()) : Product();
        while (_next < _tokens.Length && _tokens[_next] is "+" or "-")
        {
            value = _tokens[_next++] == "+" ? _graph.Add(value, Product()) : _graph.Subtract(value, Product());
        }

        return value;
    }

    private Size Product()
    {
        var value = Factor();
        while (_next < _tokens.Length && _tokens[_next] is "*" or "/" or "%")
        {
            value = _tokens[_next++] switch
            {
                "*" => _graph.Multiply(value, Factor()),
                "/" => _graph.Divide(value, Factor()),
                _ => _graph.Modulo(value, Factor()),
            };
        }

        return value;
    }

    private Size Factor()
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
                value = Sum();
                while (Take(","))
                {
                    value = token == "min" ? _graph.Smaller(value, Sum()) : _graph.Larger(value, Sum());
                }

                Expect(")");
                return value;
            default:
                return IsLetter(token[0]) ? _valueOf(token) : long.Parse(token, CultureInfo.InvariantCulture);
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
