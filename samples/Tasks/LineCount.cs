using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Tasks;

/// <summary>
/// Counts the lines of a program that someone writes by hand: all but blank lines, comments, documentation, and the lines that import
/// names or name the namespace.
/// </summary>
/// <param name="All">The number of lines.</param>
/// <param name="WithoutBrackets">The number of those with a letter or a digit.</param>
internal readonly record struct LineCount(int All, int WithoutBrackets)
{
    private const string Docstring = "\"\"\"";

    private static readonly string[] _ignored =
        ["//", "#", "using System", "using ModelGen", "using static", "namespace ", "import ", "from "];

    /// <summary>Counts a file of C# or Python.</summary>
    public static LineCount OfFile(string path) => Of(File.ReadLines(path));

    /// <summary>Counts lines of C# or Python.</summary>
    public static LineCount Of(IEnumerable<string> lines)
    {
        var counted = Written(lines.Select(line => line.Trim())).ToList();
        return new(counted.Count, counted.Count(line => line.Any(char.IsLetterOrDigit)));
    }

    private static IEnumerable<string> Written(IEnumerable<string> lines)
    {
        var isDocumentation = false;
        foreach (var line in lines)
        {
            var quotes = line.Split(Docstring).Length - 1;
            if (isDocumentation || quotes > 0)
            {
                isDocumentation ^= quotes % 2 == 1;
            }
            else if (line.Length > 0 && !Array.Exists(_ignored, start => line.StartsWith(start, StringComparison.Ordinal)))
            {
                yield return line;
            }
        }
    }
}
