using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>WhitespaceSplit</c>, <c>Punctuation</c>, <c>Digits</c> and <c>CharDelimiterSplit</c>: splits at the characters of a class.
/// </summary>
/// <param name="isSeparator">Returns whether a character is of the class.</param>
/// <param name="behavior">Where the characters go.</param>
internal sealed class CharacterPreTokenizer(Func<Rune, bool> isSeparator, SplitBehavior behavior) : IPreTokenizer
{
    /// <summary>Splits at one character, which is removed.</summary>
    public static CharacterPreTokenizer At(Rune delimiter) => new(rune => rune == delimiter, SplitBehavior.Removed);

    public void Split(TextPiece piece, List<TextPiece> words) =>
        Splitting.Split(piece, Splitting.Matches(piece.Span, isSeparator), behavior, words);
}
