using System;
using System.Globalization;

namespace ModelGen;

/// <summary>Reads an expression from left to right.</summary>
internal sealed class SizeReader<T>(string expression, string[] tokens, Func<string, T> valueOf, ISizeArithmetic<T> arithmetic)
{
    private int _next;

    /// <summary>Computes the whole expression.</summary>
    public T Read()
    {
        var value = Sum();
        return _next == tokens.Length ? value : throw new FormatException($"'{expression}' goes on at '{tokens[_next]}'.");
    }

    private T Sum()
    {
        var value = Take("-") ? arithmetic.Subtract(arithmetic.Integer(0), Product()) : Product();
        while (_next < tokens.Length && tokens[_next] is "+" or "-")
        {
            value = tokens[_next++] == "+" ? arithmetic.Add(value, Product()) : arithmetic.Subtract(value, Product());
        }

        return value;
    }

    private T Product()
    {
        var value = Factor();
        while (_next < tokens.Length && tokens[_next] is "*" or "/" or "%")
        {
            value = tokens[_next++] switch
            {
                "*" => arithmetic.Multiply(value, Factor()),
                "/" => arithmetic.Divide(value, Factor()),
                _ => arithmetic.Modulo(value, Factor()),
            };
        }

        return value;
    }

    private T Factor()
    {
        var token = _next < tokens.Length ? tokens[_next++] : throw new FormatException($"'{expression}' ends too early.");
        if (token != "(" && !SizeText.IsFunction(token))
        {
            return SizeText.IsSymbol(token) ? valueOf(token) : arithmetic.Integer(long.Parse(token, CultureInfo.InvariantCulture));
        }

        if (token != "(")
        {
            Expect("(");
        }

        var value = Sum();
        while (token != "(" && Take(","))
        {
            value = token == "min" ? arithmetic.Smaller(value, Sum()) : arithmetic.Larger(value, Sum());
        }

        Expect(")");
        return value;
    }

    private bool Take(string token)
    {
        var isNext = _next < tokens.Length && tokens[_next] == token;
        _next += isNext ? 1 : 0;
        return isNext;
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw new FormatException($"'{token}' is missing in '{expression}'.");
        }
    }
}
