using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen;

/// <summary>
/// A readable checkpoint that does not fit the module: everything that is missing, unexpected or of another shape, at once.
/// </summary>
public sealed class CheckpointMismatchException : CheckpointException
{
    private const int Listed = 20;

    /// <summary>The exception.</summary>
    /// <param name="file">The file, as it was given.</param>
    /// <param name="module">The module, or what describes it.</param>
    /// <param name="missing">The checkpoint's names that the module needs and the file lacks.</param>
    /// <param name="unexpected">The names in the file that the module has no use for.</param>
    /// <param name="misshapen">What is there but does not fit, one sentence each.</param>
    public CheckpointMismatchException(
        string file, string module, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> misshapen)
        : base(file, null, Describe(module, missing, unexpected, misshapen))
    {
        Missing = missing;
        Unexpected = unexpected;
        Misshapen = misshapen;
    }

    /// <summary>The checkpoint's names that the module needs and the file lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The names in the file that the module has no use for.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>What is there but does not fit, one sentence each.</summary>
    public IReadOnlyList<string> Misshapen { get; }

    private static string Describe(
        string module, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> misshapen)
    {
        var text = new StringBuilder($"does not fit {module}, which is unchanged.");
        List(text, "missing", missing, Shown);
        List(text, "unexpected", unexpected, Shown);
        List(text, "of another shape or type", misshapen, sentence => sentence);
        if (Prefix(missing, unexpected) is var (prefix, inFile, count))
        {
            var names = count == 1 ? "1 name differs" : $"{count} names differ";
            text.Append(inFile
                ? $"\n{names} only by '{Shown(prefix)}' in front, which the file has: NameMap.Prefixes takes it off."
                : $"\n{names} only by '{Shown(prefix)}' in front, which the file lacks.");
        }

        return text.ToString();
    }

    private static void List(StringBuilder text, string title, IReadOnlyList<string> items, Func<string, string> shown)
    {
        if (items.Count == 0)
        {
            return;
        }

        text.Append($"\n{items.Count} {title}:");
        foreach (var item in items.Take(Listed))
        {
            text.Append("\n  ").Append(shown(item));
        }

        if (items.Count > Listed)
        {
            text.Append($"\n  … and {items.Count - Listed} more");
        }
    }

    // The prefix that turns most of the missing names into unexpected ones, or the other way round.
    private static (string Prefix, bool InFile, int Count)? Prefix(IReadOnlyList<string> missing, IReadOnlyList<string> unexpected)
    {
        var counts = new Dictionary<(string Prefix, bool InFile), int>();
        Count(missing, unexpected, inFile: true);
        Count(unexpected, missing, inFile: false);
        if (counts.Count == 0)
        {
            return null;
        }

        var best = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Prefix, StringComparer.Ordinal).First();
        return (best.Key.Prefix, best.Key.InFile, best.Value);

        void Count(IReadOnlyList<string> bare, IReadOnlyList<string> prefixed, bool inFile)
        {
            const int Considered = 1000;
            var names = bare.ToHashSet(StringComparer.Ordinal);
            foreach (var name in prefixed.Where(name => name.Length < 1000).Take(Considered))
            {
                for (var dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
                {
                    if (names.Contains(name[(dot + 1)..]))
                    {
                        var key = (name[..(dot + 1)], inFile);
                        counts[key] = counts.GetValueOrDefault(key) + 1;
                    }
                }
            }
        }
    }
}
