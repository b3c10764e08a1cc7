using System.Globalization;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>BertNormalizer</c>, BERT's normalization of a text before it is split into words (Devlin et al. 2019, <c>BasicTokenizer</c>): removes
/// control characters, replaces white space by spaces, isolates Chinese characters, removes accents and converts to lower case.
/// </summary>
/// <param name="cleans">Whether control characters are removed and white space is replaced.</param>
/// <param name="isolatesChinese">Whether Chinese characters are surrounded by spaces.</param>
/// <param name="stripsAccents">Whether accents are removed.</param>
/// <param name="lowerCase">Whether letters become lower case.</param>
internal sealed class BertNormalizer(bool cleans, bool isolatesChinese, bool stripsAccents, bool lowerCase) : INormalizer
{
    private static readonly UnicodeNormalizer _decomposition = new(NormalizationForm.FormD);
    private static readonly LowercaseNormalizer _lowerCase = new();

    /// <summary>Creates the normalizer of a BERT.</summary>
    /// <param name="lowerCase">Whether the model is uncased.</param>
    public BertNormalizer(bool lowerCase)
        : this(cleans: true, isolatesChinese: true, stripsAccents: lowerCase, lowerCase)
    {
    }

    /// <summary>Reads the options; accents are removed from lower case unless <c>strip_accents</c> is given.</summary>
    public static BertNormalizer Read(JsonPart part)
    {
        var lower = part.Flag("lowercase", true);
        return new(part.Flag("clean_text", true), part.Flag("handle_chinese_chars", true), part.Flag("strip_accents", lower), lower);
    }

    public string Normalize(string text)
    {
        var clean = cleans ? RuneFilter.Change(text, Cleaned) : text;
        var isolated = isolatesChinese ? Isolated(clean) : clean;
        var plain = stripsAccents
            ? RuneFilter.Change(_decomposition.Normalize(isolated), rune => CharacterClass.IsNonSpacingMark(rune) ? null : rune)
            : isolated;
        return lowerCase ? _lowerCase.Normalize(plain) : plain;
    }

    private static Rune? Cleaned(Rune rune)
    {
        if (rune.Value is '\t' or '\n' or '\r')
        {
            return new Rune(' ');
        }

        return rune.Value is 0 or 0xFFFD || IsOther(rune) ? null : Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune;
    }

    // Control characters of later versions of Unicode than that of Hugging Face's library are text.
    private static bool IsOther(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        && rune.Value is not ((>= 0x890 and <= 0x891) or 0x8E2 or 0x110CD or (>= 0x13430 and <= 0x1343F));

    private static string Isolated(string text)
    {
        var isolated = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsChinese(rune.Value))
            {
                isolated.Append(' ').Append(rune.ToString()).Append(' ');
            }
            else if (rune.IsBmp)
            {
                isolated.Append((char)rune.Value);
            }
            else
            {
                isolated.Append(rune.ToString());
            }
        }

        return isolated.ToString();
    }

    // The blocks of CJK ideographs, without Hangul, Hiragana and Katakana. The block from U+2B820 on starts 256 characters later in
    // Hugging Face's library than in BERT's code.
    private static bool IsChinese(int value) => value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
