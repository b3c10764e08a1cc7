using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Jinja;

/// <summary>Reads the statements of a template; <see cref="JinjaExpressionParser"/> reads the expressions within.</summary>
internal sealed class JinjaParser
{
    // Deeper nesting would use up the stack.
    private const int Deepest = 100;

    private readonly JinjaTokens _tokens;
    private readonly JinjaExpressionParser _expressions;
    private int _depth;
    private int _loops;

    private JinjaParser(JinjaTokens tokens) => (_tokens, _expressions) = (tokens, new(tokens));

    /// <exception cref="JinjaException">The template is malformed, or uses what is not supported.</exception>
    public static IReadOnlyList<JinjaStatement> Parse(string template)
    {
        var parser = new JinjaParser(new(JinjaLexer.Read(template)));
        var statements = parser.Body();
        return parser._tokens.Current.Kind == JinjaTokenKind.End ? statements : throw parser._tokens.Wrong("a statement");
    }

    // Up to the end, or to a block that begins with one of the names, which is not consumed.
    private IReadOnlyList<JinjaStatement> Body(params string[] ends)
    {
        if (++_depth > Deepest)
        {
            throw new JinjaException($"blocks are nested more than {Deepest} deep", _tokens.Current.Line);
        }

        List<JinjaStatement> statements = [];
        while (_tokens.Current.Kind != JinjaTokenKind.End)
        {
            var token = _tokens.Current;
            if (token.Kind == JinjaTokenKind.Text)
            {
                _tokens.Next();
                statements.Add(new JinjaText(token.Text, token.Line));
            }
            else if (token.Kind == JinjaTokenKind.PrintStart)
            {
                _tokens.Next();
                var value = _expressions.Read();
                _tokens.Expect(JinjaTokenKind.PrintEnd);
                statements.Add(new JinjaPrint(value, token.Line));
            }
            else if (ends.Contains(_tokens.Following.Text))
            {
                break;
            }
            else
            {
                statements.AddRange(Block());
            }
        }

        _depth--;
        return statements;
    }

    private IReadOnlyList<JinjaStatement> Block()
    {
        var line = _tokens.Current.Line;
        _tokens.Next();
        var name = _tokens.Expect(JinjaTokenKind.Name).Text;
        switch (name)
        {
            case "if":
                return [If(line)];
            case "for":
                return [For(line)];
            case "set":
                return [Set(line)];
            case "break" or "continue" when _loops > 0:
                _tokens.Expect(JinjaTokenKind.BlockEnd);
                return [new JinjaLeave(name == "break" ? JinjaFlow.Break : JinjaFlow.Continue, line)];
            case "generation":
                // It marks what a model is trained on, and changes nothing.
                _tokens.Expect(JinjaTokenKind.BlockEnd);
                var body = Body("endgeneration");
                End("endgeneration", line);
                return body;
            default:
                throw new JinjaException($"the block '{name}' is not supported", line);
        }
    }

    private JinjaIf If(int line)
    {
        List<(JinjaExpression?, IReadOnlyList<JinjaStatement>)> branches = [];
        JinjaExpression? condition = _expressions.Read();
        while (true)
        {
            _tokens.Expect(JinjaTokenKind.BlockEnd);
            branches.Add((condition, Body("elif", "else", "endif")));
            if (_tokens.Current.Kind == JinjaTokenKind.End)
            {
                throw new JinjaException("the block 'if' has no 'endif'", line);
            }

            _tokens.Next();
            var end = _tokens.Expect(JinjaTokenKind.Name).Text;
            if (end == "endif")
            {
                _tokens.Expect(JinjaTokenKind.BlockEnd);
                return new(branches, line);
            }

            if (condition is null)
            {
                throw new JinjaException($"'{end}' follows 'else'", _tokens.Current.Line);
            }

            condition = end == "elif" ? _expressions.Read() : null;
        }
    }

    private JinjaFor For(int line)
    {
        List<string> names = [_tokens.Expect(JinjaTokenKind.Name).Text];
        while (_tokens.Take(","))
        {
            names.Add(_tokens.Expect(JinjaTokenKind.Name).Text);
        }

        _tokens.ExpectName("in");
        var items = _expressions.ReadWithoutCondition();
        var condition = _tokens.TakeName("if") ? _expressions.Read() : null;
        _tokens.Expect(JinjaTokenKind.BlockEnd);
        _loops++;
        var body = Body("else", "endfor");
        _loops--;
        IReadOnlyList<JinjaStatement> otherwise = [];
        if (_tokens.Current.Kind != JinjaTokenKind.End && _tokens.Following.Text == "else")
        {
            End("else", line);
            otherwise = Body("endfor");
        }

        End("endfor", line);
        return new(names, items, condition, body, otherwise, line);
    }

    private JinjaStatement Set(int line)
    {
        var name = _tokens.Expect(JinjaTokenKind.Name).Text;
        if (_tokens.Current.Kind == JinjaTokenKind.BlockEnd)
        {
            _tokens.Next();
            var body = Body("endset");
            End("endset", line);
            return new JinjaBlockSet(name, body, line);
        }

        var attribute = _tokens.Take(".") ? _tokens.Expect(JinjaTokenKind.Name).Text : null;
        _tokens.Expect("=");
        var value = _expressions.Read();
        _tokens.Expect(JinjaTokenKind.BlockEnd);
        return new JinjaSet(name, attribute, value, line);
    }

    private void End(string name, int line)
    {
        if (_tokens.Current.Kind == JinjaTokenKind.End)
        {
            throw new JinjaException($"the block has no '{name}'", line);
        }

        _tokens.Expect(JinjaTokenKind.BlockStart);
        _tokens.ExpectName(name);
        _tokens.Expect(JinjaTokenKind.BlockEnd);
    }
}
