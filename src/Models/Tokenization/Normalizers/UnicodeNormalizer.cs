using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary><c>NFC</c>, <c>NFD</c>, <c>NFKC</c> and <c>NFKD</c>: the normalization forms of Unicode (Unicode Standard Annex 15).</summary>
/// <param name="form">The form.</param>
internal sealed class UnicodeNormalizer(NormalizationForm form) : INormalizer
{
    public string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        // The texts between characters that stay as they are.
        StringBuilder? normalized = null;
        var (start, at) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var end = at + rune.Utf16SequenceLength;
            if (IsKept(rune.Value))
            {
                normalized ??= new StringBuilder(text.Length);
                normalized.Append(text[start..at].Normalize(form)).Append(text, at, end - at);
                start = end;
            }

            at = end;
        }

        return normalized is null ? text.Normalize(form) : normalized.Append(text[start..].Normalize(form)).ToString();
    }

    // string.Normalize refuses texts with the noncharacter U+FFFE, which no form changes.
    private static bool IsKept(int value) => value == 0xFFFE || CharacterClass.HasLaterDecomposition(value);
}
