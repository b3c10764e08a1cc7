using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// BERT's normalisation of a text before it is split into word pieces (Devlin et al. 2019, <c>BasicTokenizer</c>): removes control
/// characters, replaces white space by spaces, isolates Chinese characters, and for uncased models removes accents and converts to lower
/// case. The normalizer of Microsoft.ML.Tokenizers treats line breaks as control characters and drops symbols such as <c>=</c>.
/// </summary>
/// <param name="lowerCase">Whether the model is uncased.</param>
internal sealed partial class BertNormalizer(bool lowerCase) : Normalizer
{
    /// <summary>
    /// Matches a word or one punctuation character; every ASCII character that is not a letter, digit or space counts as punctuation.
    /// </summary>
    [GeneratedRegex(@"[!-/:-@\[-`{-~\p{P}]|[^\s!-/:-@\[-`{-~\p{P}]+")]
    public static partial Regex Words();

    /// <inheritdoc/>
    public override string Normalize(string original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return Normalize(original.AsSpan());
    }

    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original)
    {
        var clean = new StringBuilder(original.Length);
        foreach (var rune in original.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r' || (Rune.IsWhiteSpace(rune) && !IsOther(rune)))
            {
                clean.Append(' ');
            }
            else if (IsChinese(rune.Value))
            {
                clean.Append(' ').Append(rune.ToString()).Append(' ');
            }
            else if (rune.Value is not 0xFFFD && !IsOther(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return lowerCase ? WithoutAccents(clean.ToString()).ToLowerInvariant() : clean.ToString();
    }

    private static string WithoutAccents(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(rune.ToString());
            }
        }

        return plain.ToString();
    }

    private static bool IsOther(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.Surrogate;

    // The blocks of CJK ideographs as in BERT's code, without Hangul, Hiragana and Katakana.
    private static bool IsChinese(int value) => value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
