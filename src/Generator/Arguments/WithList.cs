using System.Collections.Generic;

namespace ModelGen.Generator.Arguments;

/// <summary>The text of an argument <c>With</c>.</summary>
internal static class WithList
{
    /// <summary>
    /// The entries of a list such as <c>h = 8, w = [1, 2]</c>, and where each starts: it is split at commas
    /// outside brackets and parentheses.
    /// </summary>
    public static List<(string Text, int Start)> Split(string text)
    {
        var entries = new List<(string, int)>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                entries.Add((text.Substring(start, i - start), start));
                start = i + 1;
            }
            else
            {
                depth += text[i] switch
                {
                    '[' or '(' => 1,
                    ']' or ')' => -1,
                    _ => 0,
                };
            }
        }

        return entries;
    }
}
