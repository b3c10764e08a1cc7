using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace Retrieval;

/// <summary>What a check of a sentence of an answer has found.</summary>
internal enum CitationVerdict
{
    /// <summary>The cited passages have the words of the sentence.</summary>
    Supported,

    /// <summary>The cited passages lack words of the sentence.</summary>
    NotSupported,

    /// <summary>The sentence cites nothing.</summary>
    NoCitation,

    /// <summary>The sentence cites a passage that was not shown.</summary>
    UnknownPassage,
}

/// <summary>A sentence of an answer.</summary>
/// <param name="Text">The sentence, with its citations.</param>
/// <param name="Cited">The numbers of the passages that it cites.</param>
/// <param name="Verdict">What the check has found.</param>
internal sealed record CheckedSentence(string Text, IReadOnlyList<int> Cited, CitationVerdict Verdict)
{
    /// <summary>The verdict in words.</summary>
    public string Explanation => Verdict switch
    {
        CitationVerdict.Supported => "supported",
        CitationVerdict.NotSupported => "not supported by the passage",
        CitationVerdict.NoCitation => "not supported: no citation",
        _ => "not supported: no such passage",
    };
}

/// <summary>Checks that each sentence of an answer cites a passage that has its words.</summary>
internal static partial class Citations
{
    /// <summary>The least share of the words of a sentence that its passages must have.</summary>
    public const double LeastCovered = 0.6;

    /// <summary>Splits an answer into sentences and checks each.</summary>
    /// <param name="answer">The answer, whose sentences cite passages as [1] or [1, 2].</param>
    /// <param name="passages">The passages; [1] is the first.</param>
    public static IReadOnlyList<CheckedSentence> Check(string answer, IReadOnlyList<Passage> passages) =>
        [.. Split(answer).Select(sentence => Check(sentence, passages, Numbers(sentence)))];

    private static CheckedSentence Check(string sentence, IReadOnlyList<Passage> passages, IReadOnlyList<int> cited)
    {
        if (cited.Count == 0)
        {
            return new(sentence, cited, CitationVerdict.NoCitation);
        }

        if (cited.Any(number => number < 1 || number > passages.Count))
        {
            return new(sentence, cited, CitationVerdict.UnknownPassage);
        }

        var known = cited.SelectMany(number => Words.Of($"{passages[number - 1].Title} {passages[number - 1].Content}"))
            .Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        var words = Words.Content(Citation().Replace(sentence, " "));
        return new(
            sentence, cited,
            words.Count > 0 && words.Count(word => known.Contains(Words.Stem(word))) >= LeastCovered * words.Count
                ? CitationVerdict.Supported : CitationVerdict.NotSupported);
    }

    // A citation after the period belongs to the sentence before it.
    private static IEnumerable<string> Split(string answer)
    {
        var sentences = Sentences.Of(answer);
        for (var i = 0; i < sentences.Count; i++)
        {
            var (sentence, next) = (sentences[i], i + 1 < sentences.Count ? Leading().Match(sentences[i + 1]) : Match.Empty);
            var own = i > 0 ? Leading().Replace(sentence, "") : sentence;
            var whole = next.Success && next.Length > 0 ? $"{own} {next.Value.Trim()}" : own;
            if (Words.Of(Citation().Replace(own, "")).Count > 0)
            {
                yield return whole;
            }
        }
    }

    private static IReadOnlyList<int> Numbers(string sentence) =>
    [
        .. Citation().Matches(sentence)
            .SelectMany(match => match.Groups[1].Value.Split(','))
            .Select(number => int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0)
            .Distinct(),
    ];

    [GeneratedRegex(@"\[(\d+(?:\s*,\s*\d+)*)\]")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^(?:\[\d+(?:\s*,\s*\d+)*\]\s*)+")]
    private static partial Regex Leading();
}
