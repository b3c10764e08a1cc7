using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Splits a normalized text into words.</summary>
internal interface IPreTokenizer
{
    /// <summary>Splits a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="words">The list to which the parts are added; parts without characters do not matter.</param>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A regular expression takes too long.</exception>
    void Split(TextPiece piece, List<TextPiece> words);
}
