using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Metaspace</c>: replaces spaces by a visible character, adds one before a text, and splits before each.</summary>
/// <param name="options">The options.</param>
internal sealed class MetaspacePreTokenizer(MetaspaceOptions options) : IPreTokenizer
{
    private readonly string _replacement = options.Replacement.ToString();

    public void Split(TextPiece piece, List<TextPiece> words)
    {
        var text = piece.Span.ToString().Replace(" ", _replacement, StringComparison.Ordinal);
        var prepends = options.Scheme == MetaspaceOptions.Always || (options.Scheme == MetaspaceOptions.First && piece.IsFirst);
        if (prepends && !text.StartsWith(_replacement, StringComparison.Ordinal))
        {
            text = _replacement + text;
        }

        var replaced = new TextPiece(text, 0, text.Length, piece.IsFirst);
        if (!options.Splits)
        {
            words.Add(replaced);
            return;
        }

        Splitting.Split(
            replaced, Splitting.Matches(text, rune => rune == options.Replacement), SplitBehavior.MergedWithNext, words);
    }
}
