using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Generator.Layers;

/// <summary>A name in a pattern and where it stands.</summary>
internal readonly record struct PatternName(string Text, int Start)
{
    public int Length => Text.Length;

    /// <summary>Whether it stands for all axes that "..." covers, within parentheses.</summary>
    public bool IsEllipsis => Text == "...";
}

/// <summary>An axis of a pattern: the names whose product it is (none for 1), or all axes that "..." stands for.</summary>
internal sealed record PatternAxis(IReadOnlyList<PatternName> Names, bool IsEllipsis, int Start, int Length);

/// <summary>One side of a pattern such as <c>b t (h d)</c>.</summary>
internal sealed record AxisPattern(IReadOnlyList<PatternAxis> Axes, int Start, int Length)
{
    public const string Arrow = "->";

    public IEnumerable<PatternName> Names => Axes.SelectMany(axis => axis.Names).Where(name => !name.IsEllipsis);

    public PatternAxis? Ellipsis => Axes.FirstOrDefault(axis => axis.IsEllipsis || axis.Names.Any(name => name.IsEllipsis));

    /// <summary>Reads both sides; false after the first mistake, given with its place to <paramref name="report"/>.</summary>
    public static bool TryParse(string text, Action<string, int, int> report, out AxisPattern left, out AxisPattern right)
    {
        left = right = new AxisPattern([], 0, 0);
        var arrow = text.IndexOf(Arrow, StringComparison.Ordinal);
        if (arrow < 0)
        {
            report("it has no \"->\" between the axes before and after", 0, text.Length);
            return false;
        }

        var second = text.IndexOf(Arrow, arrow + Arrow.Length, StringComparison.Ordinal);
        if (second >= 0)
        {
            report("it has a second \"->\"", second, Arrow.Length);
            return false;
        }

        return TryParseSide(text, 0, arrow, isLeft: true, report, out left)
            && TryParseSide(text, arrow + Arrow.Length, text.Length, isLeft: false, report, out right);
    }

    private static bool TryParseSide(string text, int start, int end, bool isLeft, Action<string, int, int> report, out AxisPattern side)
    {
        var axes = new List<PatternAxis>();
        var seen = new HashSet<string>();
        List<PatternName>? group = null;
        var groupStart = 0;
        var trimmed = text.Substring(start, end - start);
        side = new AxisPattern(axes, start + trimmed.Length - trimmed.TrimStart().Length, Math.Max(1, trimmed.Trim().Length));
        for (var i = start; i < end;)
        {
            var length = TokenLength(text, i, end);
            var token = text.Substring(i, length);
            var isName = Generator.Names.IsIdentifier(token);
            string? wrong = null;
            if (token == "(")
            {
                wrong = group is null ? null : "parentheses cannot be nested";
                (group, groupStart) = ([], i);
            }
            else if (token == ")")
            {
                wrong = group is null ? "this parenthesis was never opened" : null;
                axes.Add(new PatternAxis(group ?? [], false, groupStart, i + 1 - groupStart));
                group = null;
            }
            else if (token == "...")
            {
                // The axes that it covers may be merged, but one axis cannot be split into an unknown number.
                wrong = group is not null && isLeft ? "\"...\" cannot be in parentheses on the left"
                    : seen.Add(token) ? null
                    : "\"...\" occurs twice on one side";
                if (group is null)
                {
                    axes.Add(new PatternAxis([], true, i, length));
                }
                else
                {
                    group.Add(new PatternName(token, i));
                }
            }
            else if (isName)
            {
                wrong = seen.Add(token) ? null : $"'{token}' occurs twice on one side";
                var name = new PatternName(token, i);
                if (group is null)
                {
                    axes.Add(new PatternAxis([name], false, i, length));
                }
                else
                {
                    group.Add(name);
                }
            }
            else if (token == "1")
            {
                if (group is null)
                {
                    axes.Add(new PatternAxis([], false, i, length));
                }
            }
            else if (!string.IsNullOrWhiteSpace(token))
            {
                wrong = token.All(char.IsDigit)
                    ? $"a size other than 1 needs a name: write h for {token}, and With = \"h = {token}\""
                    : $"'{token}' is not an axis: an axis is a name, 1, \"...\", or names in parentheses";
            }

            if (wrong is not null)
            {
                report(wrong, i, length);
                return false;
            }

            i += length;
        }

        if (group is null)
        {
            return true;
        }

        report("this parenthesis is never closed", groupStart, 1);
        return false;
    }

    // A parenthesis, three dots, a run of letters and digits, or one character of any other kind.
    private static int TokenLength(string text, int start, int end)
    {
        if (string.CompareOrdinal(text, start, "...", 0, 3) == 0)
        {
            return 3;
        }

        var length = 0;
        while (start + length < end && (char.IsLetterOrDigit(text[start + length]) || text[start + length] == '_'))
        {
            length++;
        }

        return Math.Max(1, length);
    }
}
