using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The scripts of code points as of Unicode 14 (Unicode Standard Annex 24; Han as of Unicode 16), from <c>Scripts.txt</c> beside this file:
/// one script per line with its ranges.
/// </summary>
internal static class UnicodeScripts
{
    private static readonly Lazy<Dictionary<string, CodePointSet>> _sets = new(Read);
    private static readonly Lazy<(int First, int Last, string Script)[]> _ranges = new(() =>
        [.. _sets.Value.SelectMany(script => script.Value.Ranges.Select(range => (range.First, range.Last, script.Key)))
            .OrderBy(range => range.First)]);

    /// <summary>Returns the code points of a script, or <c>null</c> for an unknown one.</summary>
    /// <param name="key">The name in lower case without spaces, hyphens and underscores.</param>
    public static CodePointSet? Named(string key) => _sets.Value.GetValueOrDefault(key);

    /// <summary>Returns the script of a code point in lower case, or <c>null</c> if it has none.</summary>
    public static string? Of(int value)
    {
        var (low, high) = (0, _ranges.Value.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, script) = _ranges.Value[middle];
            if (value >= first && value <= last)
            {
                return script;
            }

            (low, high) = value < first ? (low, middle - 1) : (middle + 1, high);
        }

        return null;
    }

    /// <summary>Reads ranges such as <c>41-5a</c> or <c>aa</c>.</summary>
    public static CodePointSet Set(IEnumerable<string> ranges) => CodePointSet.Of(ranges.Select(Range));

    private static Dictionary<string, CodePointSet> Read()
    {
        using var stream = typeof(UnicodeScripts).Assembly.GetManifestResourceStream("ModelGen.Models.Scripts.txt")!;
        using var reader = new StreamReader(stream);
        Dictionary<string, CodePointSet> sets = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            sets.Add(words[0].ToLowerInvariant(), Set(words.Skip(1)));
        }

        return sets;
    }

    private static (int First, int Last) Range(string text)
    {
        var ends = Array.ConvertAll(text.Split('-'), end => int.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return (ends[0], ends[^1]);
    }
}
