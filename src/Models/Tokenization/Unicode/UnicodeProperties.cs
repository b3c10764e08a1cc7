using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary>The sets of code points that the regular expressions of tokenizers name.</summary>
internal static class UnicodeProperties
{
    private static readonly Lazy<CodePointSet[]> _categories = new(Scan);
    private static readonly ConcurrentDictionary<string, CodePointSet?> _named = new(StringComparer.Ordinal);

    // The two letters of each general category in the order of System.Globalization.UnicodeCategory.
    private static readonly string[] _names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Dictionary<string, string> _longNames = new(StringComparer.Ordinal)
    {
        ["letter"] = "l", ["mark"] = "m", ["number"] = "n", ["separator"] = "z", ["other"] = "c", ["punctuation"] = "p", ["symbol"] = "s",
        ["uppercaseletter"] = "lu", ["lowercaseletter"] = "ll", ["titlecaseletter"] = "lt", ["modifierletter"] = "lm",
        ["otherletter"] = "lo", ["nonspacingmark"] = "mn", ["spacingmark"] = "mc", ["enclosingmark"] = "me", ["decimalnumber"] = "nd",
        ["letternumber"] = "nl", ["othernumber"] = "no", ["spaceseparator"] = "zs", ["control"] = "cc", ["format"] = "cf",
    };

    /// <summary>White space, as <c>\s</c> matches it.</summary>
    public static CodePointSet WhiteSpace { get; } = CodePointSet.Of(
        [(0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F),
         (0x205F, 0x205F), (0x3000, 0x3000)]);

    /// <summary>Letters, marks, digits and connectors, as <c>[\w]</c> matches them in Oniguruma.</summary>
    public static CodePointSet Word => Named("word")!;

    /// <summary>The same with ², ³, ¹ and fractions, as <c>\w</c> matches them in Oniguruma outside of brackets.</summary>
    public static CodePointSet BareWord { get; } = Word.Union(CodePointSet.Of([(0xB2, 0xB3), (0xB9, 0xB9), (0xBC, 0xBE)]));

    /// <summary>Returns the set of a name such as <c>L</c>, <c>Lu</c>, <c>Letter</c> or <c>Han</c>.</summary>
    /// <param name="name">The name; case, spaces, hyphens and underscores do not matter.</param>
    /// <returns>The set, or <c>null</c> for an unknown name.</returns>
    public static CodePointSet? Named(string name)
    {
        var key = string.Concat(name.Where(character => character is not (' ' or '-' or '_'))).ToLowerInvariant();
        return _named.GetOrAdd(key, Find);
    }

    private static CodePointSet? Find(string key)
    {
        if (_longNames.TryGetValue(key, out var category))
        {
            key = category;
        }

        switch (key)
        {
            case "any":
                return CodePointSet.Empty.Complement();
            case "ascii":
                return CodePointSet.Of(0, 0x7F);
            case "whitespace" or "space":
                return WhiteSpace;
            case "alpha" or "alphabetic":
                return CodePointSet.Of(Alphabetic());
            case "word":
                return CodePointSet.Of([.. Alphabetic(), .. Of("m"), .. Of("nd"), .. Of("pc")]);
            case "digit":
                return CodePointSet.Of(Of("nd"));
            default:
                var ranges = Of(key).ToList();
                return ranges.Count > 0 ? CodePointSet.Of(ranges) : UnicodeScripts.Named(key);
        }
    }

    // Letters, letter-like numbers, vowel signs and circled letters. Marks that are not alphabetic matter to no caller but [[:alpha:]].
    private static IEnumerable<(int First, int Last)> Alphabetic() =>
    [
        .. Of("l"), .. Of("nl"), (0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189),
    ];

    private static IEnumerable<(int First, int Last)> Of(string category) => _names
        .Select((name, index) => (Name: name, Set: _categories.Value[index]))
        .Where(entry => category.Length is 1 or 2 && entry.Name.StartsWith(category, StringComparison.OrdinalIgnoreCase))
        .SelectMany(entry => entry.Set.Ranges);

    private static CodePointSet[] Scan()
    {
        var ranges = new List<(int First, int Last)>[_names.Length];
        for (var category = 0; category < ranges.Length; category++)
        {
            ranges[category] = [];
        }

        var start = 0;
        for (var value = 1; value <= 0x110000; value++)
        {
            var before = CharUnicodeInfo.GetUnicodeCategory(start);
            if (value == 0x110000 || CharUnicodeInfo.GetUnicodeCategory(value) != before)
            {
                ranges[(int)before].Add((start, value - 1));
                start = value;
            }
        }

        return [.. ranges.Select(CodePointSet.Of)];
    }
}
