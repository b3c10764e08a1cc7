using System;
using System.Runtime.CompilerServices;
using System.Text;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes indented lines with <c>\n</c> endings.</summary>
internal sealed class CodeWriter
{
    // Longer than nearly every generated file; what is longer is not kept.
    private const int Capacity = 64 * 1024;

    // All files are written into the same buffer, one after the other.
    [ThreadStatic]
    private static StringBuilder? s_spare;

    private readonly StringBuilder _text;
    private int _depth;

    public CodeWriter()
    {
        _text = s_spare ?? new StringBuilder(Capacity);
        s_spare = null;
    }

    [MethodImpl(Optimization.AtOnce)]
    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>A line whose pieces go straight into the text.</summary>
    [MethodImpl(Optimization.AtOnce)]
    public void Line([InterpolatedStringHandlerArgument("")] ref LineText text)
    {
        // An empty line has no indentation.
        if (_text.Length == text.Start)
        {
            _text.Length -= 4 * _depth;
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
        return Open();
    }

    /// <inheritdoc cref="Block(string)"/>
    public IDisposable Block([InterpolatedStringHandlerArgument("")] ref LineText head)
    {
        Line(ref head);
        return Open();
    }

    /// <summary>Deepens until disposed.</summary>
    public IDisposable Indent()
    {
        _depth++;
        return new Closing(this, brace: false);
    }

    /// <summary>The text; the writer is not to be used any more.</summary>
    public string Close()
    {
        var text = _text.ToString();
        if (_text.Capacity == Capacity)
        {
            s_spare = _text.Clear();
        }

        return text;
    }

    private IDisposable Open()
    {
        Line("{");
        _depth++;
        return new Closing(this);
    }

    /// <summary>What the compiler turns an interpolated line into.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct LineText
    {
        private readonly StringBuilder _text;

        /// <summary>Begins a line of the writer.</summary>
        [MethodImpl(Optimization.AtOnce)]
        public LineText(int literalLength, int formattedCount, CodeWriter writer)
        {
            _ = (literalLength, formattedCount);
            _text = writer._text.Append(' ', 4 * writer._depth);
            Start = _text.Length;
        }

        /// <summary>Where the line begins, after its indentation.</summary>
        public int Start { get; }

        [MethodImpl(Optimization.AtOnce)]
        public void AppendLiteral(string text) => _text.Append(text);

        [MethodImpl(Optimization.AtOnce)]
        public void AppendFormatted(string? text) => _text.Append(text);

        public void AppendFormatted(int number) => _text.Append(number);
    }

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
