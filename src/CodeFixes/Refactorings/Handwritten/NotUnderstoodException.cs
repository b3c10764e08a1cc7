using System;
using Microsoft.CodeAnalysis;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// The hand-written class contains code that no declaration replaces. The message is the end of "Cannot declare with ModelGen: …".
/// </summary>
internal class NotUnderstoodException(string reason) : Exception(reason)
{
    private const int LongestQuote = 50;

    /// <summary>Throws unless the condition holds.</summary>
    public static void Unless(bool condition, string reason)
    {
        if (!condition)
        {
            throw new NotUnderstoodException(reason);
        }
    }

    /// <summary>Throws, at this place, unless the condition holds.</summary>
    public static void Unless(bool condition, SyntaxNode place, string reason)
    {
        if (!condition)
        {
            throw At(place, reason);
        }
    }

    /// <summary>A reason that quotes a place and its line.</summary>
    public static NotUnderstoodException At(SyntaxNode place, string reason)
    {
        var text = place.ToString();
        var end = text.IndexOfAny(['\r', '\n']);
        text = (end < 0 ? text : text.Substring(0, end)).Trim();
        text = text.Length > LongestQuote ? text.Substring(0, LongestQuote - 1) + "…" : text;
        return new NotUnderstoodException($"{reason}, '{text}' on line {place.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");
    }
}
