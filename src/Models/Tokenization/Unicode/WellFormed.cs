using System;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Texts without halves of surrogate pairs.</summary>
internal static class WellFormed
{
    /// <summary>Replaces halves of surrogate pairs by U+FFFD, as Encoding.UTF8 does.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var formed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            formed.Append(rune.ToString());
        }

        return formed.ToString();
    }
}
