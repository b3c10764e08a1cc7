using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Jinja;

/// <summary>An operator between two values.</summary>
internal sealed record JinjaBinary(string Operator, JinjaExpression Left, JinjaExpression Right, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        scope.Step(Line);
        var left = Left.Evaluate(scope);
        if (Operator is "and" or "or")
        {
            return JinjaValue.IsTrue(left) == (Operator == "and") ? Right.Evaluate(scope) : left;
        }

        var right = Right.Evaluate(scope);
        return Operator switch
        {
            "==" => JinjaValue.AreEqual(left, right),
            "!=" => !JinjaValue.AreEqual(left, right),
            "~" => JinjaValue.Text(left) + JinjaValue.Text(right),
            "in" => Contains(right, left, Line),
            "not in" => !Contains(right, left, Line),
            "<" or "<=" or ">" or ">=" => Compare(left, right),
            _ => Compute(left, right),
        };
    }

    /// <summary>Whether a list has an item, a mapping a key, or a string a part.</summary>
    public static bool Contains(object? container, object? item, int line) => container switch
    {
        string text when item is string part => text.Contains(part, StringComparison.Ordinal),
        List<object?> list => list.Exists(one => JinjaValue.AreEqual(one, item)),
        Dictionary<string, object?> pairs => item is string key && pairs.ContainsKey(key),
        JinjaUndefined => false,
        _ => throw new JinjaException($"'in' cannot look into {JinjaValue.Kind(container)}", line),
    };

    private bool Compare(object? left, object? right)
    {
        var order = (left, right) switch
        {
            (string one, string other) => string.CompareOrdinal(one, other),
            _ when JinjaValue.Number(left) is { } one && JinjaValue.Number(right) is { } other => one.CompareTo(other),
            _ => throw Wrong($"'{Operator}' cannot compare {JinjaValue.Kind(left)} and {JinjaValue.Kind(right)}"),
        };
        return Operator switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private object Compute(object? left, object? right)
    {
        switch (Operator, left, right)
        {
            case ("+", string one, string other):
                return one + other;
            case ("+", List<object?> one, List<object?> other):
                return one.Concat(other).ToList();
            case ("*", string one, long times) when times < 1_000_000 && times * one.Length < 1_000_000:
                return string.Concat(Enumerable.Repeat(one, (int)Math.Max(0, times)));
            case ("%", string, _):
                throw Wrong("'%' with a string is not supported");
        }

        if (IsWhole(left) && IsWhole(right))
        {
            return Whole((long)JinjaValue.Number(left)!, (long)JinjaValue.Number(right)!);
        }

        if (JinjaValue.Number(left) is not { } x || JinjaValue.Number(right) is not { } y)
        {
            throw Wrong($"'{Operator}' cannot take {JinjaValue.Kind(left)} and {JinjaValue.Kind(right)}");
        }

        return Operator switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "**" => Math.Pow(x, y),
            _ when y == 0 => throw Wrong("division by 0"),
            "/" => x / y,
            "//" => Math.Floor(x / y),
            _ => x - (y * Math.Floor(x / y)),
        };
    }

    private static bool IsWhole(object? value) => value is bool || (value is long number && Math.Abs(number) < 1L << 53);

    private object Whole(long left, long right)
    {
        try
        {
            switch (Operator)
            {
                case "+":
                    return checked(left + right);
                case "-":
                    return checked(left - right);
                case "*":
                    return checked(left * right);
                case "**" when right >= 0:
                    return checked((long)Math.Pow(left, right));
                case "**":
                    return Math.Pow(left, right);
            }

            if (right == 0)
            {
                throw Wrong("division by 0");
            }

            var floor = (long)Math.Floor((double)left / right);
            return Operator switch
            {
                "/" => (object)((double)left / right),
                "//" => floor,
                _ => left - (right * floor),
            };
        }
        catch (OverflowException)
        {
            throw Wrong($"the result of '{Operator}' is too large");
        }
    }
}
