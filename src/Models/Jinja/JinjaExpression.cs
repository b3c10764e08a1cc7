using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Jinja;

/// <summary>An expression of a template.</summary>
/// <param name="Line">Its line in the template.</param>
internal abstract record JinjaExpression(int Line)
{
    public abstract object? Evaluate(JinjaScope scope);

    protected JinjaException Wrong(string message) => new(message, Line);
}

/// <summary>A number, a string, a boolean or none.</summary>
internal sealed record JinjaLiteral(object? Value, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => Value;
}

/// <summary>A variable.</summary>
internal sealed record JinjaName(string Name, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => scope.Get(Name);
}

/// <summary>A list, or a tuple, which is the same here.</summary>
internal sealed record JinjaList(IReadOnlyList<JinjaExpression> Items, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => Items.Select(item => item.Evaluate(scope)).ToList();
}

/// <summary>A mapping.</summary>
internal sealed record JinjaMapping(IReadOnlyList<(JinjaExpression Key, JinjaExpression Value)> Items, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        var pairs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in Items)
        {
            pairs[key.Evaluate(scope) as string ?? throw Wrong("the keys of a mapping must be strings")] = value.Evaluate(scope);
        }

        return pairs;
    }
}

/// <summary><c>a.b</c> and <c>a[b]</c>.</summary>
internal sealed record JinjaItem(JinjaExpression Of, JinjaExpression Key, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        var (of, key) = (Of.Evaluate(scope), Key.Evaluate(scope));
        switch (of, key)
        {
            case (JinjaUndefined undefined, _):
                throw Wrong($"'{undefined.Name}' is undefined and has no '{JinjaValue.Text(key)}'");
            case (Dictionary<string, object?> pairs, string name):
                return pairs.TryGetValue(name, out var value) ? value : new JinjaUndefined(name);
            case (JinjaNamespace space, string name):
                return space.Values.TryGetValue(name, out var held) ? held : new JinjaUndefined(name);
            case (List<object?> or string, long index):
                var items = JinjaValue.Items(of)!;
                index = index < 0 ? index + items.Count : index;
                return index >= 0 && index < items.Count ? items[(int)index] : new JinjaUndefined($"[{JinjaValue.Text(key)}]");
            default:
                return new JinjaUndefined(JinjaValue.Text(key));
        }
    }
}

/// <summary><c>a[start:end:step]</c>.</summary>
internal sealed record JinjaSlice(JinjaExpression Of, JinjaExpression? Start, JinjaExpression? End, JinjaExpression? By, int Line)
    : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        var of = Of.Evaluate(scope);
        var items = of is List<object?> or string ? JinjaValue.Items(of)! : throw Wrong($"{JinjaValue.Kind(of)} cannot be sliced");
        var step = Bound(By, scope) ?? 1;
        if (step == 0)
        {
            throw Wrong("the step of a slice cannot be 0");
        }

        // As Python: bounds beyond the ends are the ends.
        var (low, high) = step > 0 ? (0L, items.Count) : (-1L, items.Count - 1L);
        var start = Limit(Bound(Start, scope), step > 0 ? low : high, low, high, items.Count);
        var end = Limit(Bound(End, scope), step > 0 ? high : low, low, high, items.Count);
        List<object?> taken = [];
        for (var i = start; step > 0 ? i < end : i > end; i += step)
        {
            taken.Add(items[(int)i]);
        }

        return of is string ? string.Concat(taken) : taken;
    }

    private static long Limit(long? bound, long absent, long low, long high, long count) =>
        bound is { } given ? Math.Clamp(given < 0 ? given + count : given, low, high) : absent;

    private long? Bound(JinjaExpression? bound, JinjaScope scope) => bound?.Evaluate(scope) switch
    {
        null => null,
        long number => number,
        var other => throw Wrong($"{JinjaValue.Kind(other)} is no bound of a slice"),
    };
}

/// <summary><c>not a</c> and <c>-a</c>.</summary>
internal sealed record JinjaUnary(string Operator, JinjaExpression Operand, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        var value = Operand.Evaluate(scope);
        return (Operator, value) switch
        {
            ("not", _) => (object)!JinjaValue.IsTrue(value),
            ("-", bool truth) => truth ? -1L : 0L,
            ("-", long number) => -number,
            ("-", double number) => -number,
            ("+", long or double) => value,
            _ => throw Wrong($"'{Operator}' needs a number, not {JinjaValue.Kind(value)}"),
        };
    }
}

/// <summary><c>a if condition else b</c>.</summary>
internal sealed record JinjaConditional(JinjaExpression Condition, JinjaExpression Then, JinjaExpression? Else, int Line)
    : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) =>
        JinjaValue.IsTrue(Condition.Evaluate(scope)) ? Then.Evaluate(scope)
            : Else is null ? new JinjaUndefined("the value of 'if' without 'else'") : Else.Evaluate(scope);
}

/// <summary>The names that a call gives its arguments by place and by name.</summary>
internal sealed record JinjaArguments(IReadOnlyList<JinjaExpression> Placed, IReadOnlyList<(string Name, JinjaExpression Value)> Named)
{
    public object?[] Values(JinjaScope scope) => [.. Placed.Select(argument => argument.Evaluate(scope))];
}

/// <summary>A call of a function, which templates cannot define themselves.</summary>
internal sealed record JinjaCall(string Function, JinjaArguments Arguments, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaFunctions.Call(Function, Arguments, scope, Line);
}

/// <summary>A call of a method of a value.</summary>
internal sealed record JinjaMethodCall(JinjaExpression Of, string Method, JinjaArguments Arguments, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaMethods.Call(Of.Evaluate(scope), Method, Arguments.Values(scope), Line);
}

/// <summary><c>a | filter</c>.</summary>
internal sealed record JinjaFilter(JinjaExpression Of, string Name, JinjaArguments Arguments, int Line) : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope) => JinjaFilters.Apply(Of.Evaluate(scope), Name, Arguments, scope, Line);
}

/// <summary><c>a is test</c>.</summary>
internal sealed record JinjaTest(JinjaExpression Of, string Name, JinjaExpression? Argument, bool IsNegated, int Line)
    : JinjaExpression(Line)
{
    public override object? Evaluate(JinjaScope scope)
    {
        var value = Of.Evaluate(scope);
        var holds = Name switch
        {
            "defined" => value is not JinjaUndefined,
            "undefined" => value is JinjaUndefined,
            "none" => value is null,
            "string" => value is string,
            "mapping" => value is Dictionary<string, object?>,
            "iterable" or "sequence" => value is string or List<object?> or Dictionary<string, object?>,
            "number" => value is long or double or bool,
            "integer" => value is long,
            "float" => value is double,
            "boolean" => value is bool,
            "true" => value is true,
            "false" => value is false,
            "odd" => value is long number && number % 2 != 0,
            "even" => value is long number && number % 2 == 0,
            "equalto" or "eq" => JinjaValue.AreEqual(value, Argument?.Evaluate(scope)),
            "in" => JinjaBinary.Contains(Argument?.Evaluate(scope), value, Line),
            _ => throw Wrong($"the test '{Name}' is not supported"),
        };
        return holds != IsNegated;
    }
}
