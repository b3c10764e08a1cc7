using System;

namespace ModelGen.Models.Tokenization;

/// <summary>A part of a text that is split.</summary>
/// <param name="Text">The text.</param>
/// <param name="Start">The start of the part.</param>
/// <param name="Length">The length of the part.</param>
/// <param name="IsFirst">Whether the part begins the text that was given to the tokenizer.</param>
internal readonly record struct TextPiece(string Text, int Start, int Length, bool IsFirst)
{
    /// <summary>The part.</summary>
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);

    /// <summary>Returns a part of this part.</summary>
    /// <param name="start">The start within this part.</param>
    /// <param name="length">The length.</param>
    public TextPiece Slice(int start, int length) => new(Text, Start + start, length, IsFirst && start == 0);
}
