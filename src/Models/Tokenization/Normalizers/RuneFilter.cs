using System;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Changes that concern each character by itself.</summary>
internal static class RuneFilter
{
    /// <summary>Replaces each character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="change">Returns the other character, or <c>null</c> to remove it.</param>
    public static string Change(string text, Func<Rune, Rune?> change)
    {
        var changed = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (change(rune) is { } other)
            {
                changed.Append(units[..other.EncodeToUtf16(units)]);
            }
        }

        return changed.ToString();
    }
}
