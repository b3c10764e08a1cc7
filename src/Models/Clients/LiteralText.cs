using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Models.Tokenization;

namespace ModelGen.Models;

/// <summary>
/// Keeps the text of messages apart from the special tokens of a chat template: a special token within a message is encoded as the
/// characters that it consists of, so that a message cannot end itself and begin another one.
/// </summary>
internal sealed class LiteralText(ITokenizer tokenizer)
{
    // A noncharacter, which no text contains (Unicode 16, section 23.7). It passes through the string methods of templates unchanged.
    private const char Cut = '\uFDD0';

    // The filter tojson writes it like this.
    private const string EscapedCut = @"\uFDD0";

    private readonly AddedTokenFinder _special = new(tokenizer.SpecialTokens.Keys.Select(token => (token, new AddedToken(token), 0)));
    private bool _isMarked;

    /// <summary>Marks the special tokens in the text of a message.</summary>
    /// <param name="text">The text.</param>
    public string Mark(string text)
    {
        StringBuilder marked = new(text.Length);
        var uncut = text.Replace(Cut.ToString(), string.Empty, StringComparison.Ordinal);
        foreach (var (start, length, special) in _special.Split(uncut))
        {
            if (special is null)
            {
                marked.Append(uncut, start, length);
                continue;
            }

            _isMarked = true;

            // A cut between all characters, because a part of the token may be another special token.
            foreach (var rune in uncut.Substring(start, length).EnumerateRunes())
            {
                marked.Append(rune).Append(Cut);
            }
        }

        return marked.ToString();
    }

    /// <summary>Encodes a text that contains marked messages.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the ids are added that the model's family adds to a text.</param>
    public IReadOnlyList<long> Encode(string text, bool addSpecialTokens)
    {
        if (!_isMarked)
        {
            return tokenizer.Encode(text, addSpecialTokens);
        }

        var parts = text.Replace(EscapedCut, Cut.ToString(), StringComparison.OrdinalIgnoreCase).Split(Cut);
        return [.. parts.SelectMany((part, i) => i > 0 && part.Length == 0 ? [] : tokenizer.Encode(part, addSpecialTokens && i == 0))];
    }
}
