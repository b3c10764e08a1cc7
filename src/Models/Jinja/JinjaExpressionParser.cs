using System.Collections.Generic;
using System.Globalization;

namespace ModelGen.Models.Jinja;

/// <summary>Reads expressions, with the precedence of Jinja's operators.</summary>
internal sealed class JinjaExpressionParser(JinjaTokens tokens)
{
    // Deeper nesting would use up the stack.
    private const int Deepest = 100;

    private static readonly string[][] _levels = [["+", "-"], ["~"], ["*", "/", "//", "%"]];

    private int _depth;

    /// <summary>Reads an expression.</summary>
    public JinjaExpression Read()
    {
        var line = tokens.Current.Line;
        if (++_depth > Deepest)
        {
            throw new JinjaException($"expressions are nested more than {Deepest} deep", line);
        }

        var value = ReadWithoutCondition();
        while (tokens.TakeName("if"))
        {
            var condition = ReadWithoutCondition();
            value = new JinjaConditional(condition, value, tokens.TakeName("else") ? Read() : null, line);
        }

        _depth--;
        return value;
    }

    /// <summary>Reads an expression that ends before <c>if</c>, as the list of a loop does.</summary>
    public JinjaExpression ReadWithoutCondition()
    {
        var left = And();
        while (tokens.Current is { Line: var line } && tokens.TakeName("or"))
        {
            left = new JinjaBinary("or", left, And(), line);
        }

        return left;
    }

    private JinjaExpression And()
    {
        var left = Not();
        while (tokens.Current is { Line: var line } && tokens.TakeName("and"))
        {
            left = new JinjaBinary("and", left, Not(), line);
        }

        return left;
    }

    private JinjaExpression Not()
    {
        var line = tokens.Current.Line;
        if (!tokens.TakeName("not"))
        {
            return Comparison();
        }

        if (++_depth > Deepest)
        {
            throw new JinjaException($"expressions are nested more than {Deepest} deep", line);
        }

        var operand = Not();
        _depth--;
        return new JinjaUnary("not", operand, line);
    }

    private JinjaExpression Comparison()
    {
        var left = Level(0);
        while (true)
        {
            var line = tokens.Current.Line;
            if (tokens.Current is { Kind: JinjaTokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" })
            {
                left = new JinjaBinary(tokens.Next().Text, left, Level(0), line);
            }
            else if (tokens.TakeName("in"))
            {
                left = new JinjaBinary("in", left, Level(0), line);
            }
            else if (tokens.Current.Is(JinjaTokenKind.Name, "not") && tokens.Following.Is(JinjaTokenKind.Name, "in"))
            {
                tokens.Next();
                tokens.Next();
                left = new JinjaBinary("not in", left, Level(0), line);
            }
            else
            {
                return left;
            }
        }
    }

    private JinjaExpression Level(int level)
    {
        if (level == _levels.Length)
        {
            return Unary();
        }

        var left = Level(level + 1);
        while (tokens.Current is { Kind: JinjaTokenKind.Operator, Line: var line } token
            && System.Array.IndexOf(_levels[level], token.Text) >= 0)
        {
            tokens.Next();
            left = new JinjaBinary(token.Text, left, Level(level + 1), line);
        }

        return left;
    }

    private JinjaExpression Unary()
    {
        // A sign belongs to what follows before a filter does: -1 | abs is 1.
        return Tested(Filtered(Signed()));
    }

    private JinjaExpression Signed()
    {
        var token = tokens.Current;
        if (token is not { Kind: JinjaTokenKind.Operator, Text: "-" or "+" })
        {
            return Power();
        }

        tokens.Next();
        if (++_depth > Deepest)
        {
            throw new JinjaException($"expressions are nested more than {Deepest} deep", token.Line);
        }

        var operand = Signed();
        _depth--;
        return new JinjaUnary(token.Text, operand, token.Line);
    }

    private JinjaExpression Power()
    {
        var left = Postfixed(Primary());
        while (tokens.Current is { Line: var line } && tokens.Take("**"))
        {
            left = new JinjaBinary("**", left, Postfixed(Primary()), line);
        }

        return left;
    }

    private JinjaExpression Filtered(JinjaExpression value)
    {
        while (tokens.Current is { Line: var line } && tokens.Take("|"))
        {
            var name = tokens.Expect(JinjaTokenKind.Name).Text;
            value = Postfixed(new JinjaFilter(value, name, tokens.Take("(") ? Arguments() : new([], []), line));
        }

        return value;
    }

    private JinjaExpression Tested(JinjaExpression value)
    {
        while (tokens.Current is { Line: var line } && tokens.TakeName("is"))
        {
            var isNegated = tokens.TakeName("not");
            var name = tokens.Expect(JinjaTokenKind.Name).Text;
            JinjaExpression? argument = null;
            if (tokens.Take("("))
            {
                argument = Read();
                tokens.Expect(")");
            }
            else if (name is "equalto" or "eq" or "in")
            {
                argument = Postfixed(Primary());
            }

            value = new JinjaTest(value, name, argument, isNegated, line);
        }

        return value;
    }

    private JinjaExpression Postfixed(JinjaExpression value)
    {
        while (true)
        {
            var line = tokens.Current.Line;
            if (tokens.Take("."))
            {
                var name = tokens.Expect(JinjaTokenKind.Name).Text;
                value = tokens.Take("(")
                    ? new JinjaMethodCall(value, name, Arguments(), line)
                    : new JinjaItem(value, new JinjaLiteral(name, line), line);
            }
            else if (tokens.Take("["))
            {
                value = Subscript(value, line);
            }
            else if (tokens.Take("("))
            {
                value = value is JinjaName { Name: var function }
                    ? new JinjaCall(function, Arguments(), line)
                    : throw new JinjaException("only functions and methods can be called", line);
            }
            else
            {
                return value;
            }
        }
    }

    private JinjaExpression Subscript(JinjaExpression value, int line)
    {
        var start = tokens.Current.Is(JinjaTokenKind.Operator, ":") ? null : Read();
        if (tokens.Take("]"))
        {
            return new JinjaItem(value, start!, line);
        }

        tokens.Expect(":");
        var end = tokens.Current is { Kind: JinjaTokenKind.Operator, Text: ":" or "]" } ? null : Read();
        var step = tokens.Take(":") && !tokens.Current.Is(JinjaTokenKind.Operator, "]") ? Read() : null;
        tokens.Expect("]");
        return new JinjaSlice(value, start, end, step, line);
    }

    private JinjaArguments Arguments()
    {
        List<JinjaExpression> placed = [];
        List<(string, JinjaExpression)> named = [];
        while (!tokens.Take(")"))
        {
            if (tokens.Current.Kind == JinjaTokenKind.Name && tokens.Following.Is(JinjaTokenKind.Operator, "="))
            {
                var name = tokens.Next().Text;
                tokens.Next();
                named.Add((name, Read()));
            }
            else
            {
                placed.Add(Read());
            }

            if (!tokens.Current.Is(JinjaTokenKind.Operator, ")"))
            {
                tokens.Expect(",");
            }
        }

        return new(placed, named);
    }

    private JinjaExpression Primary()
    {
        var token = tokens.Next();
        switch (token)
        {
            case { Kind: JinjaTokenKind.String }:
                // As in Python, strings beside each other are one.
                var text = token.Text;
                while (tokens.Current.Kind == JinjaTokenKind.String)
                {
                    text += tokens.Next().Text;
                }

                return new JinjaLiteral(text, token.Line);
            case { Kind: JinjaTokenKind.Number }:
                return Number(token);
            case { Kind: JinjaTokenKind.Name, Text: "true" or "True" or "false" or "False" }:
                return new JinjaLiteral(token.Text is "true" or "True", token.Line);
            case { Kind: JinjaTokenKind.Name, Text: "none" or "None" }:
                return new JinjaLiteral(null, token.Line);
            case { Kind: JinjaTokenKind.Name, Text: not ("and" or "or" or "not" or "in" or "is" or "if" or "else") }:
                return new JinjaName(token.Text, token.Line);
            case { Kind: JinjaTokenKind.Operator, Text: "(" }:
                return Parenthesized(token.Line);
            case { Kind: JinjaTokenKind.Operator, Text: "[" }:
                return new JinjaList(Items("]"), token.Line);
            case { Kind: JinjaTokenKind.Operator, Text: "{" }:
                return Mapping(token.Line);
            default:
                throw new JinjaException($"{token} where a value is expected", token.Line);
        }
    }

    private static JinjaLiteral Number(JinjaToken token)
    {
        if (long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            return new(whole, token.Line);
        }

        return double.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new(number, token.Line) : throw new JinjaException($"'{token.Text}' is no number", token.Line);
    }

    private JinjaExpression Parenthesized(int line)
    {
        if (tokens.Take(")"))
        {
            return new JinjaList([], line);
        }

        var value = Read();
        if (tokens.Take(")"))
        {
            return value;
        }

        tokens.Expect(",");
        return new JinjaList([value, .. Items(")")], line);
    }

    private List<JinjaExpression> Items(string close)
    {
        List<JinjaExpression> items = [];
        while (!tokens.Take(close))
        {
            items.Add(Read());
            if (!tokens.Current.Is(JinjaTokenKind.Operator, close))
            {
                tokens.Expect(",");
            }
        }

        return items;
    }

    private JinjaMapping Mapping(int line)
    {
        List<(JinjaExpression, JinjaExpression)> items = [];
        while (!tokens.Take("}"))
        {
            var key = Read();
            tokens.Expect(":");
            items.Add((key, Read()));
            if (!tokens.Current.Is(JinjaTokenKind.Operator, "}"))
            {
                tokens.Expect(",");
            }
        }

        return new(items, line);
    }
}
