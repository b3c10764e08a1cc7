using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>UnicodeScripts</c>: splits where the script changes. Hiragana and Katakana are Han, and spaces and characters without a script belong
/// to any script.
/// </summary>
internal sealed class UnicodeScriptsPreTokenizer : IPreTokenizer
{
    private const string Han = "han";

    public void Split(TextPiece piece, List<TextPiece> words)
    {
        var (start, at) = (-1, 0);
        string? last = null;
        var began = false;
        foreach (var rune in piece.Span.EnumerateRunes())
        {
            if (Script(rune.Value) is { } script)
            {
                if (!began || script != last)
                {
                    if (start >= 0)
                    {
                        words.Add(piece.Slice(start, at - start));
                    }

                    start = at;
                }

                (last, began) = (script, true);
            }

            at += rune.Utf16SequenceLength;
        }

        // Characters before the first with a script belong to no word.
        if (start >= 0)
        {
            words.Add(piece.Slice(start, at - start));
        }
    }

    // The scripts as Hugging Face's library knows them, which are those of Unicode 10.
    private static string? Script(int value) => value switch
    {
        ' ' => null,
        0x30FC => Han,
        0x589 or 0x61C => "common",
        0x953 or 0x954 => "devanagari",
        _ when CharacterClass.HasLaterScript(value) => null,
        _ => UnicodeScripts.Of(value) is var script && script is "hiragana" or "katakana" ? Han : script,
    };
}
