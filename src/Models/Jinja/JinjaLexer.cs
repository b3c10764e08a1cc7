using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Jinja;

/// <summary>
/// Splits a template into tokens, with the options of transformers: <c>trim_blocks</c> removes the line end after a block, and
/// <c>lstrip_blocks</c> the spaces before a block that begins its line.
/// </summary>
internal sealed class JinjaLexer
{
    private static readonly string[] _operators =
    [
        "//", "==", "!=", "<=", ">=", "**", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|",
    ];

    private readonly string _text;
    private readonly List<JinjaToken> _tokens = [];
    private int _at;
    private int _line = 1;

    private JinjaLexer(string text) => _text = text;

    /// <exception cref="JinjaException">A tag or a string does not end, or has a character that no tag has.</exception>
    public static IReadOnlyList<JinjaToken> Read(string template)
    {
        // As in Jinja: lines end with \n, and the last line end is not part of the template.
        var text = template.ReplaceLineEndings("\n");
        var lexer = new JinjaLexer(text.EndsWith('\n') ? text[..^1] : text);
        lexer.Read();
        return lexer._tokens;
    }

    private void Read()
    {
        var stripsBefore = false;
        var trimsLineEnd = false;
        while (true)
        {
            var start = NextTag();
            var data = _text[_at..(start < 0 ? _text.Length : start)];
            var isBlock = start >= 0 && _text[start + 1] != '{';
            var sign = start >= 0 && start + 2 < _text.Length ? _text[start + 2] : ' ';
            AddText(data, stripsBefore, trimsLineEnd, stripsAfter: sign == '-' && start >= 0, lstrips: isBlock && sign is not ('+' or '-'));
            Advance(data);
            if (start < 0)
            {
                _tokens.Add(new(JinjaTokenKind.End, string.Empty, _line));
                return;
            }

            (stripsBefore, trimsLineEnd) = _text[start + 1] == '#' ? SkipComment() : ReadTag();
        }
    }

    private int NextTag()
    {
        for (var i = _at; i + 1 < _text.Length; i++)
        {
            if (_text[i] == '{' && (_text[i + 1] is '{' or '%' or '#'))
            {
                return i;
            }
        }

        return -1;
    }

    private void AddText(string data, bool stripsBefore, bool trimsLineEnd, bool stripsAfter, bool lstrips)
    {
        var isAtLineStart = _at == 0 || _text[_at - 1] == '\n';
        var text = data;
        if (stripsBefore)
        {
            text = text.TrimStart();
        }
        else if (trimsLineEnd && text.StartsWith('\n'))
        {
            text = text[1..];
            isAtLineStart = true;
        }

        if (stripsAfter)
        {
            text = text.TrimEnd();
        }
        else if (lstrips)
        {
            var lineStart = text.LastIndexOf('\n') + 1;
            if ((lineStart > 0 || isAtLineStart) && text[lineStart..].All(character => character is ' ' or '\t'))
            {
                text = text[..lineStart];
            }
        }

        if (text.Length > 0)
        {
            _tokens.Add(new(JinjaTokenKind.Text, text, _line));
        }
    }

    private (bool StripsBefore, bool TrimsLineEnd) SkipComment()
    {
        var end = _text.IndexOf("#}", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new JinjaException("the comment does not end", _line);
        }

        var isMinus = _text[end - 1] == '-' && end - 1 > _at + 1;
        Advance(_text[_at..(end + 2)]);
        return (isMinus, true);
    }

    private (bool StripsBefore, bool TrimsLineEnd) ReadTag()
    {
        var isPrint = _text[_at + 1] == '{';
        var first = _line;
        _tokens.Add(new(isPrint ? JinjaTokenKind.PrintStart : JinjaTokenKind.BlockStart, isPrint ? "{{" : "{%", first));
        _at += 2;
        if (_at < _text.Length && (_text[_at] is '-' or '+'))
        {
            _at++;
        }

        var close = isPrint ? "}}" : "%}";
        var depth = 0;
        while (true)
        {
            SkipSpaces();
            if (_at >= _text.Length)
            {
                throw new JinjaException($"the tag does not end with '{close}'", first);
            }

            var hasSign = (_text[_at] is '-' or '+') && StartsWith(close, _at + 1);
            if (depth == 0 && (hasSign || StartsWith(close, _at)))
            {
                var strips = hasSign && _text[_at] == '-';
                var keepsLineEnd = hasSign && _text[_at] == '+';
                _at += close.Length + (hasSign ? 1 : 0);
                _tokens.Add(new(isPrint ? JinjaTokenKind.PrintEnd : JinjaTokenKind.BlockEnd, close, _line));
                return (strips, !isPrint && !keepsLineEnd);
            }

            depth += ReadToken();
        }
    }

    // The change of the depth of brackets, within which '}}' ends no tag.
    private int ReadToken()
    {
        var character = _text[_at];
        if (character is '\'' or '"')
        {
            ReadString(character);
            return 0;
        }

        if (char.IsAsciiDigit(character))
        {
            var end = _at;
            while (end < _text.Length && (char.IsAsciiDigit(_text[end])
                || (_text[end] == '.' && end + 1 < _text.Length && char.IsAsciiDigit(_text[end + 1]))))
            {
                end++;
            }

            Add(JinjaTokenKind.Number, end);
            return 0;
        }

        if (char.IsLetter(character) || character == '_')
        {
            var end = _at;
            while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] == '_'))
            {
                end++;
            }

            Add(JinjaTokenKind.Name, end);
            return 0;
        }

        var found = Array.Find(_operators, one => StartsWith(one, _at))
            ?? throw new JinjaException($"'{character}' has no place in a tag", _line);
        Add(JinjaTokenKind.Operator, _at + found.Length);
        return found is "(" or "[" or "{" ? 1 : found is ")" or "]" or "}" ? -1 : 0;
    }

    private void ReadString(char quote)
    {
        var (value, line) = (new StringBuilder(), _line);
        for (var i = _at + 1; ; i++)
        {
            if (i >= _text.Length)
            {
                throw new JinjaException("the string does not end", line);
            }

            if (_text[i] == quote)
            {
                _tokens.Add(new(JinjaTokenKind.String, value.ToString(), line));
                Advance(_text[_at..(i + 1)]);
                return;
            }

            if (_text[i] != '\\' || i + 1 >= _text.Length)
            {
                value.Append(_text[i]);
                continue;
            }

            i += Escape(i + 1, value, line);
        }
    }

    // The number of characters after the backslash.
    private int Escape(int at, StringBuilder value, int line)
    {
        switch (_text[at])
        {
            case 'n':
                value.Append('\n');
                return 1;
            case 't':
                value.Append('\t');
                return 1;
            case 'r':
                value.Append('\r');
                return 1;
            case '\\' or '\'' or '"':
                value.Append(_text[at]);
                return 1;
            case 'u' when at + 4 < _text.Length && ushort.TryParse(
                _text.AsSpan(at + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code):
                value.Append((char)code);
                return 5;
            case 'x' when at + 2 < _text.Length && byte.TryParse(
                _text.AsSpan(at + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code):
                value.Append((char)code);
                return 3;
            case var other when char.IsLetterOrDigit(other):
                throw new JinjaException($"the escape '\\{other}' of a string is not supported", line);
            default:
                value.Append('\\').Append(_text[at]);
                return 1;
        }
    }

    private void Add(JinjaTokenKind kind, int end)
    {
        _tokens.Add(new(kind, _text[_at..end], _line));
        _at = end;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _line += _text[_at++] == '\n' ? 1 : 0;
        }
    }

    private bool StartsWith(string text, int at) => string.CompareOrdinal(_text, at, text, 0, text.Length) == 0;

    private void Advance(string passed)
    {
        _line += passed.Count(character => character == '\n');
        _at += passed.Length;
    }
}
