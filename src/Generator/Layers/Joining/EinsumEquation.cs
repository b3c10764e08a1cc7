using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Generator.Layers;

/// <summary>A letter of an equation, or '.' for the axes that "..." stands for, and where it stands.</summary>
internal readonly record struct EinsumAxis(char Letter, int Start)
{
    public const char Ellipsis = '.';

    public bool IsEllipsis => Letter == Ellipsis;

    public int Length => IsEllipsis ? 3 : 1;

    public override string ToString() => IsEllipsis ? "..." : Letter.ToString();
}

/// <summary>The axes of one operand, or of the result.</summary>
internal sealed record EinsumTerm(IReadOnlyList<EinsumAxis> Axes, int Start, int Length)
{
    public int LetterCount => Axes.Count(axis => !axis.IsEllipsis);

    public EinsumAxis? Ellipsis => Axes.Any(axis => axis.IsEllipsis) ? Axes.First(axis => axis.IsEllipsis) : null;
}

/// <summary>An equation of <c>torch.einsum</c>: <c>bqd,bkd->bqk</c>.</summary>
internal sealed record EinsumEquation(IReadOnlyList<EinsumTerm> Operands, EinsumTerm Result)
{
    /// <summary>Reads the equation; null after the first mistake, given with its place to <paramref name="report"/>.</summary>
    public static EinsumEquation? Parse(string text, Action<string, int, int> report)
    {
        var arrow = text.IndexOf("->", StringComparison.Ordinal);
        var operands = new List<EinsumTerm>();
        var end = arrow < 0 ? text.Length : arrow;
        for (var start = 0; start <= end;)
        {
            var comma = text.IndexOf(',', start, end - start);
            var stop = comma < 0 ? end : comma;
            if (ParseTerm(text, start, stop, report) is not { } operand)
            {
                return null;
            }

            operands.Add(operand);
            start = stop + 1;
        }

        var result = arrow < 0 ? Implicit(operands) : ParseTerm(text, arrow + 2, text.Length, report);
        return result is not null && Agree(operands, result, report) ? new EinsumEquation(operands, result) : null;
    }

    private static EinsumTerm? ParseTerm(string text, int start, int end, Action<string, int, int> report)
    {
        var axes = new List<EinsumAxis>();
        for (var i = start; i < end; i++)
        {
            if (string.CompareOrdinal(text, i, "...", 0, 3) == 0)
            {
                if (axes.Any(axis => axis.IsEllipsis))
                {
                    report("\"...\" occurs twice in one operand", i, 3);
                    return null;
                }

                axes.Add(new EinsumAxis(EinsumAxis.Ellipsis, i));
                i += 2;
            }
            else if (text[i] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
            {
                axes.Add(new EinsumAxis(text[i], i));
            }
            else if (text[i] != ' ')
            {
                report(
                    text[i] is ',' ? "the result is one tensor" : $"'{text[i]}' is not an axis: an axis is one letter, a to z or A to Z", i,
                    1);
                return null;
            }
        }

        var written = text.Substring(start, end - start);
        return new EinsumTerm(axes, start + (written.Length - written.TrimStart().Length), Math.Max(1, written.Trim().Length));
    }

    // Without "->" the result has "..." and then, in the order of their codes, the letters that occur once.
    private static EinsumTerm Implicit(List<EinsumTerm> operands)
    {
        var all = operands.SelectMany(operand => operand.Axes).ToList();
        var axes = all.Where(axis => axis.IsEllipsis).Take(1)
            .Concat(all.GroupBy(axis => axis.Letter).Where(group => !group.First().IsEllipsis && group.Count() == 1)
                .Select(group => group.First()).OrderBy(axis => axis.Letter));
        return new EinsumTerm(axes.ToList(), 0, 1);
    }

    private static bool Agree(List<EinsumTerm> operands, EinsumTerm result, Action<string, int, int> report)
    {
        var known = new HashSet<char>(operands.SelectMany(operand => operand.Axes).Select(axis => axis.Letter));
        var seen = new HashSet<char>();
        foreach (var axis in result.Axes)
        {
            var wrong = !known.Contains(axis.Letter) ? $"'{axis}' of the result is an axis of no operand"
                : !seen.Add(axis.Letter) ? $"'{axis}' occurs twice in the result"
                : null;
            if (wrong is not null)
            {
                report(wrong, axis.Start, axis.Length);
                return false;
            }
        }

        return true;
    }
}
