using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// Splits a text by the regular expression of a file in bounded time. Some expressions take exponential time for some texts, and the engine
/// without backtracking does not support the lookaheads that tokenizers use, so the time per word and in total is limited.
/// </summary>
internal sealed class BoundedPreTokenizer : PreTokenizer
{
    private const int LongestShown = 100;

    private static readonly TimeSpan _forWord = TimeSpan.FromSeconds(5);

    private readonly string _pattern;
    private readonly RegexPreTokenizer _words;

    /// <summary>Creates a pre-tokenizer from a regular expression.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="special">Tokens that are not split by the expression.</param>
    /// <exception cref="ArgumentException">The expression is malformed.</exception>
    public BoundedPreTokenizer(string pattern, IReadOnlyDictionary<string, int> special)
    {
        _pattern = pattern;
        _words = new RegexPreTokenizer(new Regex(pattern, RegexOptions.CultureInvariant, _forWord), special);
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => Bounded(text, _words.PreTokenize(text));

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    /// <summary>Shortens an expression for a message.</summary>
    public static string Shown(string pattern) => pattern.Length <= LongestShown ? pattern : pattern[..LongestShown] + "…";

    // Twice the limit for a word, and far more time per character than an expression without backtracking needs.
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
