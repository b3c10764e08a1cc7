using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>
/// What <c>With = "heads = 12, width = [64, 128, 256]"</c> gives a block's parameters: one value for all copies, or a list with one for each.
/// </summary>
internal sealed class BlockArguments
{
    private readonly Dictionary<string, List<Dim>> _values = new();
    private readonly HashSet<string> _lists = new();

    private BlockArguments()
    {
    }

    /// <summary>The number of copies that have values of their own; null if all copies are alike.</summary>
    public int? CopyCount => _lists.Count == 0 ? null : _values[_lists.First()].Count;

    /// <summary>The values of one copy.</summary>
    public IReadOnlyDictionary<string, Dim> ForCopy(int copy) =>
        _values.ToDictionary(pair => pair.Key, pair => _lists.Contains(pair.Key) ? pair.Value[copy] : pair.Value[0]);

    /// <summary>Reads <c>With</c>; false after a mistake was reported.</summary>
    public static bool TryRead(LayerContext context, Signature signature, out BlockArguments arguments)
    {
        arguments = new BlockArguments();
        if (context.Use.Find("With")?.Value is not { Kind: ConstantKind.Text } with)
        {
            return true;
        }

        var isFine = true;
        foreach (var (entry, start) in Split(with.Text))
        {
            isFine &= arguments.ReadEntry(context, signature, entry, start);
        }

        return isFine;
    }

    private bool ReadEntry(LayerContext context, Signature signature, string entry, int start)
    {
        var site = context.At("With");
        var equals = entry.IndexOf('=');
        var name = (equals < 0 ? entry : entry.Substring(0, equals)).Trim();
        var nameStart = start + (entry.Length - entry.TrimStart().Length);
        if (equals < 0 || name.Length == 0)
        {
            context.Report(Descriptors.BadDimension, site.Within(nameStart, System.Math.Max(1, entry.Trim().Length)), $"\"{entry.Trim()}\" gives no parameter a value: write \"name = value\", separated by commas.");
            return false;
        }

        if (signature.Parameters.All(parameter => parameter.Name != name))
        {
            context.Report(
                Descriptors.UnknownSymbol,
                site.Within(nameStart, name.Length),
                $"{signature.Name} has no parameter '{name}': {Names.Suggest(name, signature.Parameters.Select(parameter => parameter.Name), "parameter")}",
                repairs: Repair.Spell(site.Within(nameStart, name.Length), name, signature.Parameters.Select(parameter => parameter.Name)).ToArray());
            return false;
        }

        if (_values.ContainsKey(name))
        {
            context.Report(Descriptors.DuplicateName, site.Within(nameStart, name.Length), $"With gives '{name}' twice: keep one.");
            return false;
        }

        // A padding may be 0 where its block says so.
        var least = System.Math.Min(1, signature.Parameters.First(parameter => parameter.Name == name).Facts.Min);
        return ReadValues(context, site, name, entry.Substring(equals + 1), start + equals + 1, least);
    }

    private bool ReadValues(LayerContext context, Site site, string name, string text, int start, long least)
    {
        var trimmed = text.Trim();
        var isList = trimmed.StartsWith("[", System.StringComparison.Ordinal) && trimmed.EndsWith("]", System.StringComparison.Ordinal) && trimmed.Length > 1;
        var inner = start + text.IndexOf('[') + 1;
        var items = isList ? Split(trimmed.Substring(1, trimmed.Length - 2)).Select(item => (item.Text, Start: inner + item.Start)) : [(text, start)];
        var values = new List<Dim>();
        foreach (var (item, itemStart) in items)
        {
            if (context.Symbols.ReadExpression(item, site, $"'{name}'", itemStart, least: least) is not { } value)
            {
                return false;
            }

            values.Add(value);
        }

        if (isList && CopyCount is { } copies && copies != values.Count)
        {
            context.Report(Descriptors.BadArgument, site, $"With gives '{name}' {values.Count} values and '{_lists.First()}' {copies}: give every list one value a copy.");
            return false;
        }

        _values.Add(name, values);
        if (isList)
        {
            _lists.Add(name);
        }

        return true;
    }

    // At commas outside brackets and parentheses.
    internal static List<(string Text, int Start)> Split(string text)
    {
        var entries = new List<(string, int)>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                entries.Add((text.Substring(start, i - start), start));
                start = i + 1;
            }
            else
            {
                depth += text[i] switch
                {
                    '[' or '(' => 1,
                    ']' or ')' => -1,
                    _ => 0,
                };
            }
        }

        return entries;
    }
}
