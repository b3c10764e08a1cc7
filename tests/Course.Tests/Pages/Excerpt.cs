using System;
using System.Collections.Generic;
using System.Linq;

namespace Course.Tests;

/// <summary>A part of a source, shown without the indentation that it has there.</summary>
internal static class Excerpt
{
    private const string Omission = "// …";

    /// <summary>Whether consecutive lines of a source are the lines of an excerpt.</summary>
    /// <param name="source">The source.</param>
    /// <param name="excerpt">The excerpt.</param>
    /// <param name="omits">Whether a line of <c>// …</c> in the excerpt stands for any number of lines of the source.</param>
    public static bool IsIn(string source, string excerpt, bool omits = false)
    {
        string[] lines = source.Split('\n');
        List<string[]> parts = [.. Parts(excerpt.TrimEnd('\n').Split('\n'), omits)];
        return Enumerable.Range(0, lines.Length).Any(first => Indentation(lines[first], parts[0][0]) is { } indentation
            && Follow(lines, first, parts, indentation));
    }

    private static IEnumerable<string[]> Parts(string[] lines, bool omits)
    {
        List<string> part = [];
        foreach (var line in lines)
        {
            if (omits && line.Trim() == Omission)
            {
                yield return [.. part];
                part.Clear();
            }
            else
            {
                part.Add(line);
            }
        }

        yield return [.. part];
    }

    // What a line of the source has in front of the line of the excerpt.
    private static string? Indentation(string line, string excerpt) =>
        line.EndsWith(excerpt, StringComparison.Ordinal) && line[..^excerpt.Length] is var indentation
        && indentation.Length == indentation.Count(character => character == ' ') ? indentation : null;

    private static bool Follow(string[] lines, int first, List<string[]> parts, string indentation)
    {
        var position = first;
        foreach (var (part, i) in parts.Select((part, i) => (part, i)))
        {
            while (!StartsAt(position, part))
            {
                position++;
                if (i == 0 || position + part.Length > lines.Length)
                {
                    return false;
                }
            }

            position += part.Length;
        }

        return true;

        bool StartsAt(int start, string[] part) => start + part.Length <= lines.Length
            && part.Select((line, i) => lines[start + i] == (line.Length > 0 ? indentation + line : line)).All(equal => equal);
    }
}
