using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// A text or regular expression of a <c>tokenizer.json</c>. Its expressions are those of Oniguruma, which see code points; those of .NET
/// see UTF-16.
/// Before a match, every character beyond U+FFFF is therefore replaced by one char that stands for the characters that the classes of
/// the expression do not distinguish from it. Halves of surrogate pairs serve as these chars, because texts have none.
/// </summary>
internal sealed class TokenPattern
{
    // Compiling an expression takes about as long as interpreting it for this number of characters.
    private const long InterpretedCharacters = 200_000;

    private static readonly TimeSpan _forMatch = TimeSpan.FromSeconds(5);

    private readonly string _pattern;
    private readonly Regex _regex;
    private readonly Lazy<Regex> _compiled;
    private readonly StandIns _standIns;
    private long _characters;

    /// <summary>Creates a pattern.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <exception cref="FormatException">The expression is malformed, or uses what is not supported.</exception>
    private TokenPattern(string pattern)
    {
        _pattern = pattern;
        (var translated, _standIns) = PatternTranslator.Translate(pattern);
        try
        {
            _regex = new Regex(translated, RegexOptions.CultureInvariant, _forMatch);
        }
        catch (ArgumentException)
        {
            throw JsonPart.Problem($"the regular expression '{JsonPart.Shortened(pattern)}' is malformed");
        }

        _compiled = new(() => new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.Compiled, _forMatch));
    }

    /// <summary>Reads the option <c>pattern</c>: an object with a <c>String</c> or a <c>Regex</c>.</summary>
    /// <param name="part">The component with the option.</param>
    public static TokenPattern Read(JsonPart part)
    {
        var (kind, text) = part.Single("pattern", "String", "Regex");
        return new TokenPattern(kind == "Regex" ? text : Regex.Escape(text));
    }

    /// <summary>Finds all matches.</summary>
    /// <param name="text">The text, whose start and end the expression sees as such.</param>
    /// <returns>The matches in their order.</returns>
    /// <exception cref="RegexMatchTimeoutException">The expression takes more time than one without backtracking needs.</exception>
    public List<(int Start, int Length)> Matches(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return Find(text);
        }

        // The starts of the surrogate pairs within the shorter text, to convert positions back.
        List<int> pairs = [];
        var shorter = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsBmp)
            {
                shorter.Append((char)rune.Value);
            }
            else
            {
                pairs.Add(shorter.Length);
                shorter.Append(_standIns.Of(rune.Value));
            }
        }

        var matches = Find(shorter.ToString());
        var before = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            var (start, length) = matches[i];
            var end = start + length;
            start += Before(start);
            matches[i] = (start, end + Before(end) - start);
        }

        return matches;

        int Before(int position)
        {
            while (before < pairs.Count && pairs[before] < position)
            {
                before++;
            }

            return before;
        }
    }

    // The engine of Oniguruma does not report an empty match at the end of the match before it.
    private List<(int Start, int Length)> Find(ReadOnlySpan<char> text)
    {
        List<(int Start, int Length)> matches = [];
        var limit = (2 * _forMatch) + TimeSpan.FromMicroseconds(20.0 * text.Length);
        var clock = Stopwatch.StartNew();
        var end = -1;
        try
        {
            var regex = Interlocked.Add(ref _characters, text.Length) < InterpretedCharacters ? _regex : _compiled.Value;
            foreach (var match in regex.EnumerateMatches(text))
            {
                if (match.Length > 0 || match.Index != end)
                {
                    matches.Add((match.Index, match.Length));
                }

                end = match.Index + match.Length;
                if ((matches.Count & 0x3F) == 0 && clock.Elapsed > limit)
                {
                    throw new RegexMatchTimeoutException();
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // With the expression of the file instead of the translated one.
            throw new RegexMatchTimeoutException(text.ToString(), _pattern, limit);
        }

        return matches;
    }
}
