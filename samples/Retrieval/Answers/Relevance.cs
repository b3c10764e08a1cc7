using System.Collections.Generic;
using System.Linq;

namespace Retrieval;

/// <summary>How much the best passages have to do with a question.</summary>
internal static class Relevance
{
    private const int Scored = 5;

    /// <summary>The number of passages that are searched for a question; the first five of them are scored.</summary>
    public const int Depth = 10;

    /// <summary>
    /// The relevance, from 0 to 1: the largest product, among the first five passages, of the cosine of the vectors and the share of the
    /// question's words that the passage has. Neither alone suffices: an encoder has vectors for unknown words, too, and a question has
    /// words that occur everywhere.
    /// </summary>
    public static double Of(string question, IEnumerable<Found> found) =>
        found.Take(Scored).Select(one => Of(question, Searched.Text(one.Passage), one.Cosine)).DefaultIfEmpty(0).Max();

    /// <summary>The relevance of a text to a question, given the cosine of their vectors.</summary>
    public static double Of(string question, string text, double cosine)
    {
        var words = Words.Content(question).Select(Words.Stem).ToHashSet();
        var content = Words.Of(text).Select(Words.Stem).ToHashSet();
        return words.Count == 0 ? 0 : double.Max(0, cosine) * words.Count(content.Contains) / words.Count;
    }
}
