using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.PyTorch.Source;

/// <summary>
/// Lines of Python, laid out as the formatter black lays them out: a statement that is too long has one argument on each line, each
/// followed by a comma.
/// </summary>
internal sealed class SourceText
{
    /// <summary>The longest line, as black's default.</summary>
    public const int Width = 88;

    private const int Step = 4;
    private const string Return = "return ";

    private readonly List<string> _lines = [];
    private int _indent;

    /// <summary>Creates an empty text.</summary>
    /// <param name="indent">The number of spaces before each line.</param>
    public SourceText(int indent = 0) => _indent = indent;

    /// <summary>Writes a line as it is; none of its parts is moved.</summary>
    public void Raw(string line = "") => _lines.Add(line.Length == 0 ? line : new string(' ', _indent) + line);

    /// <summary>Writes a statement, with a comment behind it if there is room, otherwise above it.</summary>
    public void Line(string statement, string? comment = null)
    {
        if (statement.StartsWith(Return, StringComparison.Ordinal) && _indent + statement.Length > Width && Items(statement).Skip(1).Any())
        {
            statement = $"{Return}({statement[Return.Length..]})";
        }

        List<string> lines = [.. Operation(statement, _indent) ?? Wrapped(statement, _indent)];
        if (comment is not null)
        {
            if (lines[^1].Length + 4 + comment.Length <= Width)
            {
                lines[^1] += $"  # {comment}";
            }
            else
            {
                lines.Insert(0, $"{new string(' ', _indent)}# {comment}");
            }
        }

        _lines.AddRange(lines);
    }

    /// <summary>Writes words, as many on each line as fit.</summary>
    public void Paragraph(string text)
    {
        foreach (var line in Words(text, Width - _indent))
        {
            Raw(line);
        }
    }

    /// <summary>Divides words into lines.</summary>
    /// <param name="text">The words.</param>
    /// <param name="width">The longest line, unless a word is longer.</param>
    public static IEnumerable<string> Words(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        yield return line.ToString();
    }

    /// <summary>Writes the lines of another text as they are.</summary>
    public void Add(SourceText text) => _lines.AddRange(text._lines);

    /// <summary>Indents what an action writes.</summary>
    public void Indented(Action write)
    {
        _indent += Step;
        write();
        _indent -= Step;
    }

    public override string ToString() => string.Join('\n', _lines) + "\n";

    private static IEnumerable<string> Wrapped(string statement, int indent)
    {
        var margin = new string(' ', indent);
        if (indent + statement.Length <= Width || Brackets(statement) is not var (open, close))
        {
            return [margin + statement];
        }

        var inner = new string(' ', indent + Step);
        var content = statement[(open + 1)..close];
        string[] items = [.. Items(content)];
        IEnumerable<string> moved = indent + Step + content.Length <= Width ? [inner + content]
            : items.Length > 1 ? items.SelectMany(item => Wrapped(item + ",", indent + Step))
            : Clause(content) is >= 0 and var clause
                ? [.. Wrapped(content[..clause], indent + Step), inner + content[(clause + 1)..]]
            : IsBracketed(content) ? Wrapped(content, indent + Step)
            : Wrapped(content + ",", indent + Step);
        return [margin + statement[..(open + 1)], .. moved, .. Tail(statement[close..], indent)];
    }

    // What follows the closing bracket, of a function its result.
    private static IEnumerable<string> Tail(string text, int indent)
    {
        var margin = new string(' ', indent);
        if (indent + text.Length <= Width || text.IndexOf('[', StringComparison.Ordinal) is not (>= 0 and var open))
        {
            return [margin + text];
        }

        var close = text.LastIndexOf(']');
        return
        [
            margin + text[..(open + 1)],
            .. Items(text[(open + 1)..close]).Select(item => $"{margin}{new string(' ', Step)}{item},"),
            margin + text[close..],
        ];
    }

    // An assignment of an operation that is too long: each operand on a line, in parentheses. Null for other statements.
    private static IEnumerable<string>? Operation(string statement, int indent)
    {
        var start = statement.StartsWith(Return, StringComparison.Ordinal) ? Return.Length
            : statement.IndexOf(" = ", StringComparison.Ordinal) is >= 0 and var sign ? sign + 3 : -1;
        if (indent + statement.Length <= Width || start < 0)
        {
            return null;
        }

        var (depth, from, operands) = (0, start, new List<string>());
        for (var i = start; i < statement.Length - 1; i++)
        {
            depth += statement[i] is '(' or '[' or '{' ? 1 : statement[i] is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0 && statement[i] is '+' or '-' or '*' or '@' && statement[i - 1] == ' ' && statement[i + 1] == ' ')
            {
                operands.Add(statement[from..(i - 1)]);
                from = i;
            }
        }

        operands.Add(statement[from..]);
        var margin = new string(' ', indent);
        return operands.Count == 1
            ? null
            : [$"{margin}{statement[..start]}(", .. operands.SelectMany(operand => Wrapped(operand, indent + Step)), $"{margin})"];
    }

    // Where the clause of a comprehension begins; less than 0 if there is none.
    private static int Clause(string text)
    {
        const string For = " for ";
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' or '[' or '{' ? 1 : text[i] is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0 && text.AsSpan(i).StartsWith(For))
            {
                return i;
            }
        }

        return -1;
    }

    // A list or dictionary alone has no comma behind it.
    private static bool IsBracketed(string text) => text[0] is '[' or '{' && text[^1] is ']' or '}';

    // The brackets whose content is moved: of a function its parameters, otherwise the last ones with anything between them.
    private static (int Open, int Close)? Brackets(string text)
    {
        var (stack, pairs) = (new Stack<int>(), new List<(int Open, int Close)>());
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] is '(' or '[' or '{' && !quoted)
            {
                stack.Push(i);
            }
            else if (!quoted && text[i] is ')' or ']' or '}' && !quoted)
            {
                var open = stack.Pop();
                if (stack.Count == 0 && i > open + 1)
                {
                    pairs.Add((open, i));
                }
            }
        }

        return pairs.Count == 0 ? null : text.StartsWith("def ", StringComparison.Ordinal) ? pairs[0] : pairs[^1];
    }

    // What commas outside of brackets separate.
    private static IEnumerable<string> Items(string text)
    {
        var (depth, start, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '"' && (i == 0 || text[i - 1] != '\\');
            depth += quoted ? 0 : text[i] is '(' or '[' or '{' ? 1 : text[i] is ')' or ']' or '}' ? -1 : 0;
            if (text[i] == ',' && depth == 0 && !quoted)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }

        if (text[start..].Trim() is { Length: > 0 } last)
        {
            yield return last;
        }
    }
}
