using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Retrieval;

/// <summary>
/// Words as numbers, by a hash (Weinberger et al. 2009): there is no vocabulary to store, and words that come later have a number, too.
/// </summary>
internal static class WordNumbers
{
    /// <summary>The number of numbers.</summary>
    public const int Count = 1 << 14;

    private const int MostNumbers = 64;

    /// <summary>
    /// The numbers of the first different words of a text, and of their stems, at most 64.
    /// </summary>
    public static long[] Of(string text) => [.. Words.Of(text).SelectMany(Features).Select(Number).Distinct().Take(MostNumbers)];

    /// <summary>The inverse document frequency of each number, log((1 + n) / (1 + count)) + 1.</summary>
    public static float[] InverseFrequencies(IReadOnlyCollection<string> texts)
    {
        var counts = new int[Count];
        foreach (var number in texts.SelectMany(Of))
        {
            counts[number]++;
        }

        return Array.ConvertAll(counts, count => MathF.Log((1f + texts.Count) / (1f + count)) + 1f);
    }

    /// <summary>
    /// The words of texts as an encoder takes them: all numbers <c>(N)</c>, and the number of words of each text <c>(B)</c>.
    /// </summary>
    public static (Tensor Words, Tensor Lengths) Batch(IReadOnlyList<long[]> texts) =>
        (tensor(texts.SelectMany(text => text).ToArray()), tensor(texts.Select(text => (long)text.Length).ToArray()));

    private static IEnumerable<string> Features(string word) => word.Length > 3 ? [word, $"~{Words.Stem(word)}"] : [word];

    private static long Number(string word) => StableHash.Of(word) % Count;
}
