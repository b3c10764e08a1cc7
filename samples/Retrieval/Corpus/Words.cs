using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace Retrieval;

/// <summary>
/// The words of a text. Identifiers are split where their letters change case: <c>MaxLength</c> has the words max and length.
/// </summary>
internal static partial class Words
{
    // The words of a question that say nothing about its topic. Both ways of searching leave them out of a question.
    private static readonly HashSet<string> _common = new(
        ("a an and any are as at be by can could do does for from had has have how i if in into is it its me my not of on or our should "
            + "so some than that the their them then there these they this to us was we what when where which while who why will with "
            + "would you your").Split(' '), StringComparer.Ordinal);

    private static readonly string[] _endings = ["ing", "ed", "es", "s", "e"];

    /// <summary>The words of a text in lower case, in order.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        List<string> words = [];
        foreach (var match in Pattern().EnumerateMatches(text))
        {
            words.Add(text.Substring(match.Index, match.Length).ToLower(CultureInfo.InvariantCulture));
        }

        return words;
    }

    /// <summary>The different words of a text that say something about its topic, in the order in which they first occur.</summary>
    public static IReadOnlyList<string> Content(string text) =>
        [.. Of(text).Where(word => !_common.Contains(word)).Distinct(StringComparer.Ordinal)];

    /// <summary>A word without a common ending of English, so that <c>returns</c> and <c>returned</c> are alike.</summary>
    public static string Stem(string word)
    {
        var ending = _endings.FirstOrDefault(ending => word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal));
        return word[..^(ending?.Length ?? 0)];
    }

    /// <summary>Replaces each run of white space by a space.</summary>
    public static string OnOneLine(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}|[\p{Lt}\p{Lm}\p{Lo}\p{M}]+|\p{Nd}+")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
