using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen;

/// <summary>
/// Thrown when a readable checkpoint does not match the module; it lists all tensors that are missing, unexpected or have another shape or
/// dtype.
/// </summary>
public sealed class CheckpointMismatchException : CheckpointException
{
    private const int Listed = 20;

    /// <summary>Creates the exception.</summary>
    /// <param name="file">The path that was given.</param>
    /// <param name="module">The name of the module, or a description of it.</param>
    /// <param name="missing">The names in the checkpoint's layout that the module needs and the file does not have.</param>
    /// <param name="unexpected">The names in the file that the module does not use.</param>
    /// <param name="mismatched">The tensors with another shape or dtype, one sentence each.</param>
    public CheckpointMismatchException(
        string file, string module, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> mismatched)
        : base(file, null, Describe(module, missing, unexpected, mismatched))
    {
        Missing = missing;
        Unexpected = unexpected;
        Mismatched = mismatched;
    }

    /// <summary>The names in the checkpoint's layout that the module needs and the file does not have.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The names in the file that the module does not use.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>The tensors with another shape or dtype, one sentence each.</summary>
    public IReadOnlyList<string> Mismatched { get; }

    private static string Describe(
        string module, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> mismatched)
    {
        var text = new StringBuilder($"the checkpoint does not match {module}, which is unchanged.");
        List(text, "missing", missing, Shown);
        List(text, "unexpected", unexpected, Shown);
        List(text, "with another shape or dtype", mismatched, sentence => sentence);
        if (Prefix(missing, unexpected) is var (prefix, inFile, count))
        {
            var names = count == 1 ? "1 name differs" : $"{count} names differ";
            text.Append(inFile
                ? $"\n{names} only by the prefix '{Shown(prefix)}', which the file has: add it to NameMap.Prefixes."
                : $"\n{names} only by the prefix '{Shown(prefix)}', which the file does not have.");
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

    // The prefix that turns most of the missing names into unexpected ones, or the reverse.
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
