using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ModelGen;

/// <summary>Text in columns with the widths of a terminal: the last column is right-aligned, the others left-aligned.</summary>
internal sealed class TextTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    public void AddRow(params string[] cells) => _rows.Add(cells);

    public void WriteTo(StringBuilder text)
    {
        var widths = Enumerable.Range(0, headings.Length).Select(column => _rows.Max(row => Width(row[column]))).ToArray();
        for (var row = 0; row < _rows.Count; row++)
        {
            WriteRow(text, _rows[row], widths);
            if (row == 0)
            {
                text.Append('─', widths.Sum() + (2 * (widths.Length - 1))).Append('\n');
            }
        }
    }

    /// <summary>Returns the number of terminal columns of a text: East Asian wide characters take two, combining marks none.</summary>
    internal static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
                _ => IsWide(rune.Value) ? 2 : 1,
            };
        }

        return width;
    }

    private static void WriteRow(StringBuilder text, string[] cells, int[] widths)
    {
        var last = cells.Length - 1;
        for (var column = 0; column < last; column++)
        {
            text.Append(cells[column]).Append(' ', widths[column] - Width(cells[column]) + 2);
        }

        text.Append(' ', widths[last] - Width(cells[last])).Append(cells[last]).Append('\n');
    }

    // Blocks that Unicode's East Asian Width classifies as wide or full-width, as far as they contain identifiers and symbols.
    private static bool IsWide(int value) => value
        is >= 0x1100 and <= 0x115F
        or >= 0x2E80 and <= 0x303E
        or >= 0x3041 and <= 0xA4CF
        or >= 0xAC00 and <= 0xD7A3
        or >= 0xF900 and <= 0xFAFF
        or >= 0xFE30 and <= 0xFE6F
        or >= 0xFF00 and <= 0xFF60
        or >= 0xFFE0 and <= 0xFFE6
        or >= 0x1F300 and <= 0x1FAFF
        or >= 0x20000 and <= 0x3FFFD;
}

/// <summary>Formats numbers and names for tables, independently of the current culture.</summary>
internal static class Format
{
    public static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long value)
    {
        string[] units = ["KiB", "MiB", "GiB", "TiB"];
        if (value < 1024)
        {
            return $"{Number(value)} bytes";
        }

        var scaled = value / 1024.0;
        var unit = 0;
        while (scaled >= 1024 && unit < units.Length - 1)
        {
            scaled /= 1024;
            unit++;
        }

        return $"{scaled.ToString("N1", CultureInfo.InvariantCulture)} {units[unit]} ({Number(value)} bytes)";
    }

    /// <summary>Shortens a text to <paramref name="width"/> characters with an ellipsis at the end, without splitting a grapheme.</summary>
    public static string Shorten(string text, int width)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= width ? text : string.Concat(elements.SubstringByTextElements(0, width - 1), "…");
    }
}
