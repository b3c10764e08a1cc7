using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary><c>BertPreTokenizer</c>: splits at white space, which is removed, and isolates punctuation.</summary>
internal sealed class BertPreTokenizer : IPreTokenizer
{
    public void Split(TextPiece piece, List<TextPiece> words)
    {
        var (start, at) = (0, 0);
        foreach (var rune in piece.Span.EnumerateRunes())
        {
            var length = rune.Utf16SequenceLength;
            var punctuates = CharacterClass.IsPunctuation(rune);
            if (punctuates || Rune.IsWhiteSpace(rune))
            {
                Word(at);
                if (punctuates)
                {
                    words.Add(piece.Slice(at, length));
                }

                start = at + length;
            }

            at += length;
        }

        Word(at);

        void Word(int end)
        {
            if (end > start)
            {
                words.Add(piece.Slice(start, end - start));
            }
        }
    }
}
