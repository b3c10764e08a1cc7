using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// Translates a regular expression of Oniguruma to one of .NET. Every class and literal becomes an explicit set of characters; groups,
/// alternatives, lookarounds and quantifiers are the same, except that possessive quantifiers become atomic groups.
/// </summary>
internal sealed class PatternTranslator
{
    private static readonly CodePointSet _lineBreak = CodePointSet.Of('\n', '\n');

    private readonly PatternReader _reader;
    private readonly List<CodePointSet> _classes = [];

    // Texts, and the numbers of classes, which are written when all are known.
    private readonly List<(string? Text, int Class)> _parts = [];
    private readonly Stack<(int Start, bool IgnoresCase, bool DotMatchesAll)> _groups = new();
    private bool _ignoresCase;
    private bool _dotMatchesAll;

    // The part with which the last atom begins, or -1.
    private int _atom = -1;

    private PatternTranslator(string pattern) => _reader = new PatternReader(pattern);

    /// <summary>Translates an expression.</summary>
    /// <param name="pattern">The expression.</param>
    /// <returns>The expression of .NET, and the chars that stand for characters beyond U+FFFF.</returns>
    /// <exception cref="FormatException">The expression is malformed, or uses what is not supported.</exception>
    public static (string Pattern, StandIns StandIns) Translate(string pattern)
    {
        var translator = new PatternTranslator(pattern);
        translator.Translate();
        StandIns standIns = new(translator._classes);
        Dictionary<int, string> written = [];
        return (string.Concat(translator._parts.Select(part => part.Text ?? Written(part.Class))), standIns);

        string Written(int index) => written.TryGetValue(index, out var text)
            ? text : written[index] = standIns.Written(index, translator._classes[index]);
    }

    private void Translate()
    {
        while (!_reader.AtEnd)
        {
            switch (_reader.Peek)
            {
                case '(':
                    Open();
                    break;
                case ')':
                    Close();
                    break;
                case '|':
                    Append(_reader.Next().ToString());
                    _atom = -1;
                    break;
                case '^' or '$':
                    Append($"(?m:{_reader.Next()})");
                    _atom = -1;
                    break;
                case '*' or '+' or '?' or '{':
                    Quantify();
                    break;
                case '\\' when _reader.Rest.Length > 1 && "AzZbB".Contains(_reader.Rest[1], StringComparison.Ordinal):
                    _reader.Next();
                    Anchor(_reader.Next());
                    break;
                case '.':
                    _reader.Next();
                    Atom(_dotMatchesAll ? CodePointSet.Empty.Complement() : _lineBreak.Complement());
                    break;
                default:
                    Atom(_reader.Peek == '[' ? PatternClass.Read(_reader, _ignoresCase) : PatternClass.ReadOne(_reader, _ignoresCase));
                    break;
            }
        }

        if (_groups.Count > 0)
        {
            throw _reader.Malformed();
        }
    }

    private void Append(string text) => _parts.Add((text, 0));

    private void Append(CodePointSet members)
    {
        _parts.Add((null, _classes.Count));
        _classes.Add(members);
    }

    private void Atom(CodePointSet members)
    {
        _atom = _parts.Count;
        Append(members);
    }

    private void Anchor(char anchor)
    {
        _atom = -1;
        if (anchor is not ('b' or 'B'))
        {
            Append("\\" + anchor);
            return;
        }

        Side("(?:(?<=", anchor == 'b' ? "(?!" : "(?=");
        Append("|");
        Side("(?<!", anchor == 'b' ? "(?=" : "(?!");
        Append(")");

        void Side(string before, string after)
        {
            Append(before);
            Append(UnicodeProperties.BareWord);
            Append(")" + after);
            Append(UnicodeProperties.BareWord);
            Append(")");
        }
    }

    private void Open()
    {
        if (_reader.TryTake("(?#"))
        {
            while (!_reader.AtEnd && _reader.Next() != ')')
            {
            }

            return;
        }

        var start = _parts.Count;
        _groups.Push((start, _ignoresCase, _dotMatchesAll));
        foreach (var kind in new[] { "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>" })
        {
            if (_reader.TryTake(kind))
            {
                Append(kind);
                _atom = -1;
                return;
            }
        }

        // A name has no effect, because no other part of the expression can refer to it.
        if (_reader.TryTake("(?<"))
        {
            while (_reader.Next() != '>')
            {
            }

            Append("(?:");
            _atom = -1;
            return;
        }

        if (_reader.TryTake("(?"))
        {
            Options();
            return;
        }

        _reader.Next();
        Append("(?:");
        _atom = -1;
    }

    // (?i:…), or (?i) for the rest of the group.
    private void Options()
    {
        var value = true;
        for (var option = _reader.Next(); option is not (':' or ')'); option = _reader.Next())
        {
            switch (option)
            {
                case '-':
                    value = false;
                    break;
                case 'i':
                    _ignoresCase = value;
                    break;
                case 'm':
                    _dotMatchesAll = value;
                    break;
                default:
                    throw _reader.NotSupported($"(?{option}");
            }

            if (_reader.AtEnd)
            {
                throw _reader.Malformed();
            }
        }

        if (_reader.Previous == ')')
        {
            _groups.Pop();
            return;
        }

        Append("(?:");
        _atom = -1;
    }

    private void Close()
    {
        _reader.Next();
        if (_groups.Count == 0)
        {
            throw _reader.Malformed();
        }

        (_atom, _ignoresCase, _dotMatchesAll) = _groups.Pop();
        Append(")");
    }

    private void Quantify()
    {
        var quantifier = Quantifier();
        if (quantifier is null)
        {
            Atom(PatternClass.ReadOne(_reader, _ignoresCase));
            return;
        }

        if (_atom < 0)
        {
            throw _reader.Malformed();
        }

        var possessive = !quantifier.EndsWith('}') && _reader.TryTake("+");
        Append(quantifier + (!possessive && _reader.TryTake("?") ? "?" : string.Empty));

        // A group, so that a further quantifier applies to all of it.
        _parts.Insert(_atom, (possessive ? "(?>" : "(?:", 0));
        Append(")");
    }

    // The quantifier, or null if a brace is a literal.
    private string? Quantifier()
    {
        if (_reader.Peek != '{')
        {
            return _reader.Next().ToString();
        }

        var end = _reader.Rest.IndexOf('}');
        var bounds = end < 0 ? [] : _reader.Rest[1..end].ToString().Split(',');
        if (bounds.Length is not (1 or 2) || !bounds.All(bound => bound.All(char.IsAsciiDigit)) || bounds.All(bound => bound.Length == 0))
        {
            return null;
        }

        if (bounds.Any(bound => bound.Length > 0 && (!int.TryParse(bound, CultureInfo.InvariantCulture, out var count) || count > 100_000)))
        {
            throw _reader.Malformed();
        }

        _reader.Skip(end + 1);
        return bounds.Length == 1 ? $"{{{bounds[0]}}}" : $"{{{(bounds[0].Length == 0 ? "0" : bounds[0])},{bounds[1]}}}";
    }
}
