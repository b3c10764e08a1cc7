using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Whitespace</c>: words are runs of word characters, or of characters that are neither those nor white space.</summary>
internal sealed class WhitespacePreTokenizer : IPreTokenizer
{
    private enum Class
    {
        Space,
        Word,
        Other,
    }

    public void Split(TextPiece piece, List<TextPiece> words)
    {
        var (start, at, kind) = (0, 0, Class.Space);
        foreach (var rune in piece.Span.EnumerateRunes())
        {
            var next = Rune.IsWhiteSpace(rune) ? Class.Space : CharacterClass.IsWord(rune) ? Class.Word : Class.Other;
            if (next != kind)
            {
                Word(at);
                (start, kind) = (at, next);
            }

            at += rune.Utf16SequenceLength;
        }

        Word(at);

        void Word(int end)
        {
            if (kind != Class.Space && end > start)
            {
                words.Add(piece.Slice(start, end - start));
            }
        }
    }
}
