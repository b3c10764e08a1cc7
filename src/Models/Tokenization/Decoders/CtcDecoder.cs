using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>CTC</c>: keeps one of equal adjacent tokens, and removes the token for no output (connectionist temporal classification, Graves et
/// al. 2006).
/// </summary>
/// <param name="padding">The token for no output.</param>
/// <param name="delimiter">The token between two words.</param>
/// <param name="cleanUp">Whether the delimiter becomes a space, and spaces before punctuation are removed.</param>
internal sealed class CtcDecoder(string padding, string delimiter, bool cleanUp) : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        List<string> texts = [];
        string? last = null;
        foreach (var token in tokens)
        {
            if (token == last)
            {
                continue;
            }

            last = token;
            var text = Without(token, padding, string.Empty);
            text = cleanUp ? Without(WordPieceDecoder.Clean(text), delimiter, " ") : text;
            if (text.Length > 0)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    private static string Without(string text, string part, string replacement) =>
        part.Length == 0 ? text : text.Replace(part, replacement, StringComparison.Ordinal);
}
