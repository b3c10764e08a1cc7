using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator;

/// <summary>Names in declarations: their form, their case, and which one was meant.</summary>
internal static class Names
{
    public static readonly string[] Reserved =
        ["device", "dtype", "nameof", "Initialize", "register_module", "_deviceType", "_deviceIndex"];

    public static bool IsIdentifier(string name) => SyntaxFacts.IsValidIdentifier(name);

    /// <summary>A name as C# needs it: keywords with @.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    public static string CamelCase(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);

    public static string PascalCase(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary><c>'a', 'b' or 'c'</c>.</summary>
    public static string Choice(IReadOnlyList<string> names, string conjunction = "or") =>
        names.Count < 2
            ? string.Concat(names)
            : string.Join(", ", names.Take(names.Count - 1)) + $" {conjunction} {names[names.Count - 1]}";

    /// <summary>A clause that proposes the nearest name, or lists the names there are.</summary>
    public static string Suggest(string wrong, IEnumerable<string> known, string what)
    {
        var names = known.Distinct().ToList();
        return Propose(Nearest(wrong, names), names, what);
    }

    /// <summary>The same where the nearest name is known already.</summary>
    public static string Propose(string? nearest, IReadOnlyList<string> names, string what)
    {
        return nearest is not null ? $"did you mean '{nearest}'?"
            : names.Count == 0 ? $"there is no {what}."
            : names.Count == 1 ? $"the only {what} is '{names[0]}'."
            : names.Count > 8 ? $"choose one such as {Choice(names.Take(3).Select(name => $"'{name}'").ToList())}."
            : $"choose {Choice(names.Select(name => $"'{name}'").ToList())}.";
    }

    /// <summary>The name that was probably meant; null if none is near.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> known)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var name in known)
        {
            // Only a smaller distance counts, and most names are too far away to be compared at all.
            var isSame = string.Equals(name, wrong, StringComparison.OrdinalIgnoreCase);
            var most = isSame ? least - 1 : Math.Min(Math.Min(wrong.Length, name.Length) / 3, least - 1);
            var distance = isSame || (most >= 0 && MayBeWithin(wrong, name, most)) ? Distance(wrong, name) : int.MaxValue;
            if (distance <= most && distance < least || (isSame && nearest is null))
            {
                (nearest, least) = (name, distance);
            }
        }

        return nearest;
    }

    // A lower bound of the distance: an edit changes the length by one at most, and the numbers of each character by two at most.
    private static bool MayBeWithin(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return false;
        }

        Span<int> counts = stackalloc int[64];
        counts.Clear();
        foreach (var character in a)
        {
            counts[character & 63]++;
        }

        foreach (var character in b)
        {
            counts[character & 63]--;
        }

        var difference = 0;
        foreach (var count in counts)
        {
            difference += Math.Abs(count);
        }

        return difference <= 2 * most;
    }

    /// <summary>The number of insertions, deletions, replacements and swaps of neighbours between two names.</summary>
    public static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64)
        {
            return int.MaxValue;
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
