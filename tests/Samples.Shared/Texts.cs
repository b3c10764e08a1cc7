using System;
using System.Text;

namespace Samples.Shared.Tests;

/// <summary>Texts made up from a seed.</summary>
internal static class Texts
{
    private static readonly string[] Words = ["the", "shape", "of", "a", "tensor", "is", "known", "before", "it", "runs"];

    /// <summary>Lines of random words, cut at exactly <paramref name="length"/> characters.</summary>
    public static string Lines(int length, int seed = 1)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(random.Next(8) == 0 ? '\n' : ' ');
        }

        return text.ToString(0, length);
    }
}
