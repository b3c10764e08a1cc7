using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>WordPiece</c>: a space before every token that begins a word.</summary>
/// <param name="prefix">The prefix of tokens that do not begin a word.</param>
/// <param name="cleanUp">Whether spaces before punctuation and English contractions are removed.</param>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : IDecoder
{
    // In this order, within each token.
    private static readonly (string Text, string Clean)[] _clean =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>Removes spaces before punctuation and English contractions.</summary>
    public static string Clean(string text)
    {
        foreach (var (unclean, clean) in _clean)
        {
            text = text.Replace(unclean, clean, StringComparison.Ordinal);
        }

        return text;
    }

    public List<string> Decode(List<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i > 0)
            {
                tokens[i] = tokens[i].StartsWith(prefix, StringComparison.Ordinal) ? tokens[i][prefix.Length..] : " " + tokens[i];
            }

            if (cleanUp)
            {
                tokens[i] = Clean(tokens[i]);
            }
        }

        return tokens;
    }
}
