using System;
using System.Linq;

namespace Classify.Tests;

/// <summary>Folders with files made up from a seed.</summary>
internal static class Folders
{
    /// <summary>Writes files of words and of numbers, of which no two lines are alike.</summary>
    public static void WriteTwoKinds(this TemporaryFolder folder, int files = 5, int lines = 40)
    {
        var random = new Random(7);
        string Number() => random.Next(1_000_000, 10_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string Word() => new([.. Enumerable.Range(0, 7).Select(_ => (char)('a' + random.Next(26)))]);
        for (var i = 0; i < files; i++)
        {
            folder.Write($"text/{i}.words", string.Concat(Enumerable.Range(0, lines).Select(_ => $"{Word()} {Word()} {Word()}\n")));
            folder.Write($"text/{i}.numbers", string.Concat(Enumerable.Range(0, lines).Select(_ => $"{Number()},{Number()},{Number()}\n")));
        }
    }
}
