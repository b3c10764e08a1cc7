using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Jinja;

internal enum JinjaFlow
{
    Next,
    Continue,
    Break,
}

/// <summary>A part of a template that is run.</summary>
/// <param name="Line">The line that it begins on.</param>
internal abstract record JinjaStatement(int Line)
{
    public abstract JinjaFlow Run(JinjaScope scope);

    /// <summary>Runs statements in turn, until one of them leaves the loop.</summary>
    public static JinjaFlow RunAll(IReadOnlyList<JinjaStatement> statements, JinjaScope scope)
    {
        foreach (var statement in statements)
        {
            scope.Step(statement.Line);
            if (statement.Run(scope) is var flow and not JinjaFlow.Next)
            {
                return flow;
            }
        }

        return JinjaFlow.Next;
    }
}

/// <summary>Text outside of tags.</summary>
internal sealed record JinjaText(string Text, int Line) : JinjaStatement(Line)
{
    public override JinjaFlow Run(JinjaScope scope)
    {
        scope.Write(Text, Line);
        return JinjaFlow.Next;
    }
}

/// <summary><c>{{ value }}</c>.</summary>
internal sealed record JinjaPrint(JinjaExpression Value, int Line) : JinjaStatement(Line)
{
    public override JinjaFlow Run(JinjaScope scope)
    {
        scope.Write(JinjaValue.Text(Value.Evaluate(scope)), Line);
        return JinjaFlow.Next;
    }
}

/// <summary><c>{% if %}</c> with its other branches; the last one may be unconditional.</summary>
internal sealed record JinjaIf(IReadOnlyList<(JinjaExpression? Condition, IReadOnlyList<JinjaStatement> Body)> Branches, int Line)
    : JinjaStatement(Line)
{
    public override JinjaFlow Run(JinjaScope scope)
    {
        foreach (var (condition, body) in Branches)
        {
            if (condition is null || JinjaValue.IsTrue(condition.Evaluate(scope)))
            {
                return RunAll(body, scope);
            }
        }

        return JinjaFlow.Next;
    }
}

/// <summary><c>{% for %}</c>, with the variable <c>loop</c>, a condition, and what is run if there is no item.</summary>
internal sealed record JinjaFor(
    IReadOnlyList<string> Names, JinjaExpression Items, JinjaExpression? Condition, IReadOnlyList<JinjaStatement> Body,
    IReadOnlyList<JinjaStatement> Else, int Line) : JinjaStatement(Line)
{
    public override JinjaFlow Run(JinjaScope scope)
    {
        var value = Items.Evaluate(scope);
        var items = JinjaValue.Items(value) ?? throw new JinjaException($"{JinjaValue.Kind(value)} has no items to loop over", Line);
        if (Condition is not null)
        {
            items = [.. items.Where(item => JinjaValue.IsTrue(Condition.Evaluate(With(scope, item))))];
        }

        if (items.Count == 0)
        {
            return RunAll(Else, scope);
        }

        for (var i = 0; i < items.Count; i++)
        {
            scope.Step(Line);
            var inner = With(scope, items[i]);
            inner.Set("loop", new Dictionary<string, object?>
            {
                ["index"] = i + 1L,
                ["index0"] = (long)i,
                ["revindex"] = (long)(items.Count - i),
                ["revindex0"] = items.Count - i - 1L,
                ["first"] = i == 0,
                ["last"] = i == items.Count - 1,
                ["length"] = (long)items.Count,
                ["previtem"] = i > 0 ? items[i - 1] : new JinjaUndefined("loop.previtem"),
                ["nextitem"] = i + 1 < items.Count ? items[i + 1] : new JinjaUndefined("loop.nextitem"),
            });
            if (RunAll(Body, inner) == JinjaFlow.Break)
            {
                break;
            }
        }

        return JinjaFlow.Next;
    }

    private JinjaScope With(JinjaScope scope, object? item)
    {
        var inner = scope.Inner();
        if (Names.Count == 1)
        {
            inner.Set(Names[0], item);
            return inner;
        }

        if (item is not List<object?> parts || parts.Count != Names.Count)
        {
            throw new JinjaException($"{JinjaValue.Kind(item)} cannot be taken apart into {string.Join(", ", Names)}", Line);
        }

        for (var i = 0; i < Names.Count; i++)
        {
            inner.Set(Names[i], parts[i]);
        }

        return inner;
    }
}

/// <summary><c>{% set name = value %}</c>, or an attribute of a namespace.</summary>
internal sealed record JinjaSet(string Name, string? Attribute, JinjaExpression Value, int Line) : JinjaStatement(Line)
{
    public override JinjaFlow Run(JinjaScope scope)
    {
        var value = Value.Evaluate(scope);
        if (Attribute is null)
        {
            scope.Set(Name, value);
        }
        else if (scope.Get(Name) is JinjaNamespace space)
        {
            space.Values[Attribute] = value;
        }
        else
        {
            throw new JinjaException($"'{Name}' is no namespace, so '{Name}.{Attribute}' cannot be set", Line);
        }

        return JinjaFlow.Next;
    }
}

/// <summary><c>{% set name %}…{% endset %}</c>.</summary>
internal sealed record JinjaBlockSet(string Name, IReadOnlyList<JinjaStatement> Body, int Line) : JinjaStatement(Line)
{
    public override JinjaFlow Run(JinjaScope scope)
    {
        var before = scope.TakeText();
        RunAll(Body, scope.Inner());
        var text = scope.TakeText();
        scope.Write(before, Line);
        scope.Set(Name, text);
        return JinjaFlow.Next;
    }
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c>.</summary>
internal sealed record JinjaLeave(JinjaFlow Flow, int Line) : JinjaStatement(Line)
{
    public override JinjaFlow Run(JinjaScope scope) => Flow;
}
