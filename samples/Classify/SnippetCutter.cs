using System;
using System.Collections.Generic;
using System.Text;

namespace Classify;

/// <summary>Splits a text into snippets.</summary>
internal static class SnippetCutter
{
    private const int MinimumVisible = 16;

    /// <summary>
    /// Splits a text into lines, or into groups of lines with at least 16 visible characters, because a single brace is not informative.
    /// Snippets are truncated to <see cref="SnippetEncoder.MaximumLength"/> bytes at a character boundary.
    /// </summary>
    public static IEnumerable<byte[]> Cut(string text)
    {
        var snippet = new StringBuilder();
        var visible = 0;
        foreach (var line in text.Split('\n'))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            snippet.Append(snippet.Length > 0 ? "\n" : "").Append(line.TrimEnd());
            foreach (var character in line)
            {
                visible += char.IsWhiteSpace(character) ? 0 : 1;
            }

            if (visible >= MinimumVisible)
            {
                yield return Encode(snippet.ToString());
                snippet.Clear();
                visible = 0;
            }
        }
    }

    private static byte[] Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= SnippetEncoder.MaximumLength)
        {
            return bytes;
        }

        // A byte 10xxxxxx continues a character.
        var end = SnippetEncoder.MaximumLength;
        while ((bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return bytes.AsSpan(0, end).ToArray();
    }
}
