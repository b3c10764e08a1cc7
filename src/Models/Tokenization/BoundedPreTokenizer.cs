using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// Splits a text by the pattern of a file. Some patterns take exponential time for some texts, and those of real tokenizers have
/// lookaheads, which the engine without backtracking lacks: so the time is bounded, for each word and for all of them.
/// </summary>
internal sealed class BoundedPreTokenizer : PreTokenizer
{
    private const int LongestShown = 100;

    private static readonly TimeSpan _forWord = TimeSpan.FromSeconds(5);

    private readonly string _pattern;
    private readonly RegexPreTokenizer _words;

    /// <summary>Splits by a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="special">Tokens that are words whatever the pattern says.</param>
    /// <exception cref="ArgumentException">The pattern is malformed.</exception>
    public BoundedPreTokenizer(string pattern, IReadOnlyDictionary<string, int> special)
    {
        _pattern = pattern;
        _words = new RegexPreTokenizer(new Regex(pattern, RegexOptions.CultureInvariant, _forWord), special);
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => Bounded(text, _words.PreTokenize(text));

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    /// <summary>A pattern as a message shows it.</summary>
    public static string Shown(string pattern) => pattern.Length <= LongestShown ? pattern : pattern[..LongestShown] + "…";

    // Twice the time of a word, and far more for each character than a pattern takes that looks at it once.
    private IEnumerable<(int Offset, int Length)> Bounded(string text, IEnumerable<(int Offset, int Length)> words)
    {
        var limit = (2 * _forWord) + TimeSpan.FromMicroseconds(20.0 * text.Length);
        var clock = new Stopwatch();
        using var each = words.GetEnumerator();
        while (Next())
        {
            yield return each.Current;
        }

        bool Next()
        {
            clock.Start();
            var found = each.MoveNext();
            clock.Stop();
            return clock.Elapsed <= limit ? found : throw new RegexMatchTimeoutException(text, _pattern, limit);
        }
    }
}
