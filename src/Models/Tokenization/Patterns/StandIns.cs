using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The chars that stand for the characters beyond U+FFFF in a regular expression: one for each combination of classes of the expression.
/// </summary>
internal sealed class StandIns
{
    private const int First = 0x10000;

    private readonly int[] _starts;
    private readonly char[] _characters;
    private readonly Dictionary<string, char> _combinations = new(StringComparer.Ordinal);

    /// <summary>Creates the chars.</summary>
    /// <param name="classes">The classes of the expression.</param>
    /// <exception cref="FormatException">The expression has more combinations of classes than there are chars.</exception>
    public StandIns(IReadOnlyList<CodePointSet> classes)
    {
        _starts = [.. classes.SelectMany(one => one.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 })
            .Append(First).Where(bound => bound is >= First and < 0x110000).Distinct().Order()];
        _characters = Array.ConvertAll(_starts, start =>
        {
            var members = string.Concat(classes.Select(one => one.Contains(start) ? '1' : '0'));
            if (!_combinations.TryGetValue(members, out var character))
            {
                character = (char)(0xD800 + _combinations.Count);
                _combinations.Add(members, character);
            }

            return _combinations.Count <= 0x800
                ? character : throw JsonPart.Problem("a regular expression distinguishes too many characters beyond U+FFFF");
        });
    }

    /// <summary>Returns the char that stands for a character.</summary>
    /// <param name="value">The code point, from U+10000 on.</param>
    public char Of(int value)
    {
        var found = Array.BinarySearch(_starts, value);
        return _characters[found >= 0 ? found : ~found - 1];
    }

    /// <summary>Writes a class as one of .NET.</summary>
    /// <param name="index">The number of the class.</param>
    /// <param name="members">Its members.</param>
    public string Written(int index, CodePointSet members)
    {
        var written = new StringBuilder();
        foreach (var (first, last) in members.Ranges.Where(range => range.First < First))
        {
            // The code points of surrogates belong to no text.
            Append(first, Math.Min(last, 0xD7FF));
            Append(Math.Max(first, 0xE000), Math.Min(last, First - 1));
        }

        foreach (var (combination, character) in _combinations)
        {
            if (combination[index] == '1')
            {
                Append(character, character);
            }
        }

        return written.Length == 0 ? "(?!)" : $"[{written}]";

        void Append(int first, int last)
        {
            if (first <= last)
            {
                written.Append($"\\u{first:X4}").Append(first < last ? $"-\\u{last:X4}" : string.Empty);
            }
        }
    }
}
