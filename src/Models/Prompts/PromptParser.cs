using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models;

/// <summary>A part of a prompt template.</summary>
/// <param name="Text">The text, or the name of the slot.</param>
/// <param name="IsSlot">Whether it is a slot.</param>
internal readonly record struct PromptPart(string Text, bool IsSlot);

/// <summary>Reads prompt templates.</summary>
internal static class PromptParser
{
    private const string Escaping = "write {{ and }} for braces that are text";

    /// <summary>Splits a template into texts and slots.</summary>
    /// <exception cref="PromptException">The template is malformed.</exception>
    public static IReadOnlyList<PromptPart> Parse(string template)
    {
        List<PromptPart> parts = [];
        var text = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            var character = template[at];
            if (character is '{' or '}' && at + 1 < template.Length && template[at + 1] == character)
            {
                text.Append(character);
                at++;
            }
            else if (character == '{')
            {
                var name = Name(template, at);
                if (text.Length > 0)
                {
                    parts.Add(new(text.ToString(), IsSlot: false));
                    text.Clear();
                }

                parts.Add(new(name, IsSlot: true));
                at += name.Length + 1;
            }
            else if (character == '}')
            {
                throw new PromptException($"The }} at {Place(template, at)} closes no slot: {Escaping}.");
            }
            else
            {
                text.Append(character);
            }
        }

        if (text.Length > 0)
        {
            parts.Add(new(text.ToString(), IsSlot: false));
        }

        return parts;
    }

    private static string Name(string template, int open)
    {
        // A slot ends before the next brace of either kind, so that an unclosed one does not extend to the slot after it.
        var end = template.AsSpan(open + 1).IndexOfAny('{', '}');
        if (end < 0 || template[open + 1 + end] == '{')
        {
            throw new PromptException($"The {{ at {Place(template, open)} is not closed: add a }}, or {Escaping}.");
        }

        var name = template.Substring(open + 1, end);
        return IsName(name)
            ? name
            : throw new PromptException(
                $"The slot {{{Shortened(name)}}} at {Place(template, open)} has no valid name, which consists of letters, digits and "
                + $"underscores: {Escaping}.");
    }

    private static bool IsName(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsLetterOrDigit(character) && character != '_')
            {
                return false;
            }
        }

        return name.Length > 0 && !char.IsDigit(name[0]);
    }

    private static string Shortened(string name)
    {
        const int most = 40;
        var line = name.ReplaceLineEndings(" ");
        return line.Length <= most ? line : $"{line[..most]}…";
    }

    private static string Place(string template, int at)
    {
        var before = template.AsSpan(0, at);
        return $"line {before.Count('\n') + 1}, column {at - before.LastIndexOf('\n')}";
    }
}
