using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ModelGen.Site;

/// <summary>
/// The index of the search. docfx separates words at spaces, which Chinese text does not have, so its words are added:
/// every sequence of two to four characters.
/// </summary>
internal static partial class SearchIndex
{
    private const int ShortestWord = 2;
    private const int LongestWord = 4;

    /// <summary>Adds the words of the Chinese pages to the index of a website.</summary>
    public static void AddChineseWords(string site)
    {
        var path = Path.Combine(site, "index.json");
        var index = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        foreach (var (_, entry) in index)
        {
            foreach (var field in new[] { "title", "summary" })
            {
                if (Words((string?)entry![field] ?? "") is { Count: > 0 } words)
                {
                    entry["keywords"] = $"{(string?)entry["keywords"]} {string.Join(' ', words)}";
                }
            }
        }

        File.WriteAllText(path, index.ToJsonString(new JsonSerializerOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }));
    }

    private static SortedSet<string> Words(string text) => new(
        from run in ChineseCharacters().Matches(text)
        from length in Enumerable.Range(ShortestWord, LongestWord - ShortestWord + 1)
        from start in Enumerable.Range(0, Math.Max(0, run.Length - length + 1))
        select run.Value.Substring(start, length),
        StringComparer.Ordinal);

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}+")]
    private static partial Regex ChineseCharacters();
}
