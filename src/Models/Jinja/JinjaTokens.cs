using System;
using System.Collections.Generic;

namespace ModelGen.Models.Jinja;

/// <summary>The tokens of a template, read one after the other.</summary>
internal sealed class JinjaTokens(IReadOnlyList<JinjaToken> tokens)
{
    private int _at;

    public JinjaToken Current => tokens[_at];

    /// <summary>The token after the current one.</summary>
    public JinjaToken Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public JinjaToken Next() => tokens[_at < tokens.Count - 1 ? _at++ : _at];

    /// <summary>Takes an operator, if it is the current token.</summary>
    public bool Take(string symbol) => Take(JinjaTokenKind.Operator, symbol);

    /// <summary>Takes a word, if it is the current token.</summary>
    public bool TakeName(string name) => Take(JinjaTokenKind.Name, name);

    public JinjaToken Expect(JinjaTokenKind kind) => Current.Kind == kind ? Next() : throw Wrong(kind switch
    {
        JinjaTokenKind.BlockEnd => "'%}'",
        JinjaTokenKind.PrintEnd => "'}}'",
        JinjaTokenKind.BlockStart => "'{%'",
        _ => $"a {kind}".ToLowerInvariant(),
    });

    public void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw Wrong($"'{symbol}'");
        }
    }

    public void ExpectName(string name)
    {
        if (!TakeName(name))
        {
            throw Wrong($"'{name}'");
        }
    }

    public JinjaException Wrong(string expected) => new($"{Current} where {expected} is expected", Current.Line);

    private bool Take(JinjaTokenKind kind, string text)
    {
        var isIt = Current.Is(kind, text);
        if (isIt)
        {
            Next();
        }

        return isIt;
    }
}
