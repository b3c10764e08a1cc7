using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Source in which <c>{|ID:text|}</c> says that a diagnostic <c>ID</c> underlines exactly <c>text</c>. Marks may nest
/// (several diagnostics in one place) and may be empty (a point between two characters).
/// </summary>
internal sealed partial record Markup(string Source, ImmutableArray<Mark> Marks)
{
    /// <summary>Takes the marks out of <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">A mark is not closed, or closed without being opened.</exception>
    public static Markup Parse(string text)
    {
        StringBuilder source = new();
        Stack<(string Id, int Start)> open = new();
        var marks = ImmutableArray.CreateBuilder<Mark>();
        int position = 0;
        foreach (Match token in Token().Matches(text))
        {
            source.Append(text, position, token.Index - position);
            position = token.Index + token.Length;
            if (token.Groups["id"] is { Success: true } id)
            {
                open.Push((id.Value, source.Length));
            }
            else if (open.TryPop(out (string Id, int Start) mark))
            {
                marks.Add(new(mark.Id, TextSpan.FromBounds(mark.Start, source.Length)));
            }
            else
            {
                throw new FormatException($"'|}}' at {token.Index} closes no '{{|ID:'.");
            }
        }

        if (open.TryPeek(out (string Id, int Start) unclosed))
        {
            throw new FormatException($"'{{|{unclosed.Id}:' is not closed by '|}}'.");
        }

        source.Append(text, position, text.Length - position);
        return new(source.ToString(), [.. marks.Order()]);
    }

    /// <summary>The inverse of <see cref="Parse"/>.</summary>
    public static string Write(string source, IEnumerable<Mark> marks)
    {
        // At one position closing marks come first, the innermost first; of the opening ones the longest comes first.
        var edges = marks
            .SelectMany(mark => new[]
            {
                (At: mark.Span.Start, Kind: 1, Order: -mark.Span.End, Text: mark.Span.IsEmpty ? $"{{|{mark.Id}:|}}" : $"{{|{mark.Id}:"),
                (At: mark.Span.End, Kind: mark.Span.IsEmpty ? 2 : 0, Order: -mark.Span.Start, Text: mark.Span.IsEmpty ? "" : "|}"),
            })
            .OrderBy(edge => edge.At).ThenBy(edge => edge.Kind).ThenBy(edge => edge.Order);
        StringBuilder text = new();
        int position = 0;
        foreach (var edge in edges)
        {
            text.Append(source, position, edge.At - position).Append(edge.Text);
            position = edge.At;
        }

        return text.Append(source, position, source.Length - position).ToString();
    }

    [GeneratedRegex(@"\{\|(?<id>[A-Za-z]+[0-9]+):|\|\}")]
    private static partial Regex Token();
}

/// <summary>A diagnostic's identifier and what it underlines.</summary>
internal readonly record struct Mark(string Id, TextSpan Span) : IComparable<Mark>
{
    /// <summary>By place, the longer first, then by identifier.</summary>
    public int CompareTo(Mark other) => (Span.Start, -Span.End).CompareTo((other.Span.Start, -other.Span.End)) is not 0 and int order
        ? order
        : string.CompareOrdinal(Id, other.Id);
}
