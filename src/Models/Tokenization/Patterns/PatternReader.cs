using System;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Reads a regular expression from the left to the right.</summary>
/// <param name="pattern">The expression.</param>
internal sealed class PatternReader(string pattern)
{
    private int _at;

    /// <summary>Whether everything was read.</summary>
    public bool AtEnd => _at >= pattern.Length;

    /// <summary>The next char, or NUL at the end.</summary>
    public char Peek => AtEnd ? '\0' : pattern[_at];

    /// <summary>The char that was read last.</summary>
    public char Previous => pattern[_at - 1];

    /// <summary>What was not read yet.</summary>
    public ReadOnlySpan<char> Rest => pattern.AsSpan(_at);

    /// <summary>Reads a char.</summary>
    public char Next() => AtEnd ? throw Malformed() : pattern[_at++];

    /// <summary>Reads a code point.</summary>
    public int NextCodePoint()
    {
        if (AtEnd || !Rune.TryGetRuneAt(pattern, _at, out var rune))
        {
            throw Malformed();
        }

        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    /// <summary>Skips chars.</summary>
    public void Skip(int count) => _at += count;

    /// <summary>Reads a text if it is next.</summary>
    public bool TryTake(string text)
    {
        if (!Rest.StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    /// <summary>Creates the exception for a malformed expression.</summary>
    public FormatException Malformed() => JsonPart.Problem($"the regular expression '{JsonPart.Shortened(pattern)}' is malformed");

    /// <summary>Creates the exception for a construct that is not supported.</summary>
    public FormatException NotSupported(string construct) =>
        JsonPart.Problem($"the regular expression '{JsonPart.Shortened(pattern)}' uses {construct}, which is not supported");
}
