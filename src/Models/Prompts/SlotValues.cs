using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models;

/// <summary>The values that are given for slots, and what is reported of those that do not match.</summary>
internal static class SlotValues
{
    /// <summary>Values by name.</summary>
    /// <exception cref="PromptException">A name is given twice.</exception>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<(string Name, string Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Dictionary<string, string> named = new(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            ArgumentNullException.ThrowIfNull(name, nameof(values));
            if (!named.TryAdd(name, value))
            {
                throw new PromptException($"Two values are given for the slot '{name}'.");
            }
        }

        return named;
    }

    /// <summary>Requires one value for each slot, and a slot for each value.</summary>
    /// <exception cref="PromptException">One is missing.</exception>
    public static void Check(IReadOnlyDictionary<string, string> values, IReadOnlyList<string> slots)
    {
        var unknown = values.Keys.Except(slots, StringComparer.Ordinal).ToList();
        var missing = slots.Where(slot => !values.TryGetValue(slot, out var value) || value is null).ToList();
        if (missing.Count > 0)
        {
            var given = values.Count == 0 ? "no values are given" : $"values are given for {List(values.Keys)}";
            throw new PromptException(
                $"{(missing.Count == 1 ? "The slot" : "The slots")} {List(missing)} {(missing.Count == 1 ? "has" : "have")} no value: "
                + $"{given}{Meant(missing, unknown)}.");
        }

        if (unknown.Count > 0)
        {
            throw Unknown(unknown[0], slots);
        }
    }

    /// <summary>Requires a slot for a value.</summary>
    /// <exception cref="PromptException">There is none.</exception>
    public static void CheckFilled(string name, string value, IReadOnlyList<string> slots)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!slots.Contains(name, StringComparer.Ordinal))
        {
            throw Unknown(name, slots);
        }
    }

    private static PromptException Unknown(string name, IReadOnlyList<string> slots)
    {
        var known = slots.Count switch
        {
            0 => "it has no open slots",
            1 => $"its only open slot is {List(slots)}",
            _ => $"its open slots are {List(slots)}",
        };
        var end = Nearest(name, slots) is { } slot ? $"; did you mean '{slot}'?" : ".";
        return new($"The prompt template has no slot '{name}': {known}{end}");
    }

    // A value with a misspelt name explains a missing one.
    private static string Meant(IReadOnlyList<string> missing, IReadOnlyList<string> unknown)
    {
        foreach (var name in unknown)
        {
            if (Nearest(name, missing) is { } slot)
            {
                return $"; write '{slot}' instead of '{name}'";
            }
        }

        return "";
    }

    private static string List(IEnumerable<string> names)
    {
        var quoted = names.Select(name => $"'{name}'").ToList();
        return quoted.Count < 2 ? string.Concat(quoted) : $"{string.Join(", ", quoted.SkipLast(1))} and {quoted[^1]}";
    }

    // A third of a name may differ, as in the diagnostics of declarations.
    private static string? Nearest(string name, IReadOnlyList<string> names) => names
        .Select(known => (Name: known, Distance: Distance(name.ToUpperInvariant(), known.ToUpperInvariant())))
        .Where(known => known.Distance <= Math.Max(name.Length, known.Name.Length) / 3)
        .OrderBy(known => known.Distance).Select(known => known.Name).FirstOrDefault();

    /// <summary>The number of insertions, deletions, replacements and swaps of neighbours between two names.</summary>
    private static int Distance(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                distance[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1, distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];
    }
}
