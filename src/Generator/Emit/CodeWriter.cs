using System;
using System.Text;

namespace ModelGen.Generator.Emit;

/// <summary>Writes indented lines with <c>\n</c> endings.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>An empty line, unless one or an opening brace stands just above.</summary>
    public void Separate()
    {
        if (_text.Length > 1 && !(_text[_text.Length - 1] == '\n' && _text[_text.Length - 2] is '{' or '\n'))
        {
            Line();
        }
    }

    /// <summary>Opens a brace, deepens, and closes it again when disposed.</summary>
    public IDisposable Block(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Closing(this);
    }

    /// <summary>Deepens until disposed.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new Closing(this, brace: false);
    }

    public override string ToString() => _text.ToString();

    private sealed class Closing(CodeWriter writer, bool brace = true) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (brace)
            {
                writer.Line("}");
            }
        }
    }
}
