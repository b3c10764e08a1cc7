using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The words of GPT-2 (Radford et al. 2019): contractions of English, and runs of letters, of numbers or of other characters, each with a
/// space before it. The last of several white spaces before a word belongs to the word if it is a space.
/// </summary>
internal static class Gpt2Words
{
    private enum Class
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lengths">The list to which the lengths of the words are added.</param>
    public static void Lengths(ReadOnlySpan<char> text, List<int> lengths)
    {
        while (text.Length > 0)
        {
            var length = Length(text);
            lengths.Add(length);
            text = text[length..];
        }
    }

    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The words.</returns>
    public static List<string> Of(string text)
    {
        List<int> lengths = [];
        Lengths(text, lengths);
        var end = 0;
        return lengths.ConvertAll(length => text.Substring((end += length) - length, length));
    }

    private static int Length(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && Contraction(text) is var contraction && contraction > 0)
        {
            return contraction;
        }

        var start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = ClassOf(text[start..], out _);
        if (kind != Class.Space)
        {
            return start + Run(text[start..], kind);
        }

        var spaces = Run(text, Class.Space);
        return spaces == text.Length || spaces == 1 ? spaces : spaces - 1;
    }

    private static int Contraction(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[1] is 's' or 't' or 'm' or 'd')
        {
            return 2;
        }

        return text.Length > 2 && (text[1], text[2]) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    private static int Run(ReadOnlySpan<char> text, Class kind)
    {
        var end = 0;
        while (end < text.Length && ClassOf(text[end..], out var length) == kind)
        {
            end += length;
        }

        return end;
    }

    private static Class ClassOf(ReadOnlySpan<char> text, out int length)
    {
        var first = text[0];
        length = 1;
        if (!char.IsSurrogate(first))
        {
            return char.IsLetter(first) ? Class.Letter : char.IsWhiteSpace(first) ? Class.Space
                : char.IsNumber(first) ? Class.Number : Class.Other;
        }

        Rune.DecodeFromUtf16(text, out var rune, out length);
        return Rune.IsLetter(rune) ? Class.Letter : Rune.IsNumber(rune) ? Class.Number : Class.Other;
    }
}
