using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>ByteLevel</c>: splits a text into the words of GPT-2 (Radford et al. 2019), and writes the bytes of each in UTF-8 as characters.
/// </summary>
/// <param name="addsSpace">Whether a text that does not begin with a space gets one.</param>
/// <param name="splits">Whether the text is split.</param>
internal sealed class ByteLevelPreTokenizer(bool addsSpace, bool splits) : IPreTokenizer
{
    public void Split(TextPiece piece, List<TextPiece> words)
    {
        var text = addsSpace && !piece.Span.StartsWith(" ", StringComparison.Ordinal)
            ? new TextPiece(" " + piece.Span.ToString(), 0, piece.Length + 1, piece.IsFirst) : piece;
        List<int> lengths = [];
        if (splits)
        {
            Gpt2Words.Lengths(text.Span, lengths);
        }
        else
        {
            lengths.Add(text.Length);
        }

        // One text with the characters of all words, so that a word needs no memory of its own.
        var characters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var (at, end) = (0, 0);
        for (var i = 0; i < lengths.Count; i++)
        {
            var start = end;
            end += ByteCharacters.Write(text.Span.Slice(at, lengths[i]), characters.AsSpan(end));
            at += lengths[i];
            lengths[i] = end - start;
        }

        var written = characters.AsSpan(0, end).ToString();
        ArrayPool<char>.Shared.Return(characters);
        at = 0;
        foreach (var length in lengths)
        {
            words.Add(new TextPiece(written, at, length, piece.IsFirst && at == 0));
            at += length;
        }
    }
}
