using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>
/// The layer <c>Rearrange</c>: it splits axes, moves them and merges them, as a pattern such as <c>b t (h d) -> b h t d</c> states.
/// </summary>
internal static partial class Arrangement
{
    private const string Ellipsis = "...";

    /// <summary>Exports the layer.</summary>
    public static void Export(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var sides = layer.Text("pattern").Split("->");
        var named = Axes(sides[0]).Count(axis => axis != Ellipsis);
        string[] covered = [.. Enumerable.Range(0, x.Rank - named).Select(i => $"{Ellipsis}{i}")];
        var (left, right) = (Covered(sides[0], covered), Covered(sides[1], covered));
        string[] before = [.. left.SelectMany(names => names)];
        string[] after = [.. right.SelectMany(names => names)];

        if (left.Any(names => names.Count != 1))
        {
            var known = KnownSizes(layer);
            var count = left.TakeWhile(names => names.Count == 1).Count();
            x = graph.Reshape(x, [.. left.SelectMany((names, axis) =>
                axis < count ? [Size.Same] : Split(graph, graph.SizeOf(x, axis), names, known))]);
        }

        long[] order = [.. after.Select(name => (long)Array.IndexOf(before, name))];
        if (!order.SequenceEqual(Enumerable.Range(0, order.Length).Select(axis => (long)axis)))
        {
            x = graph.Transpose(x, order);
        }

        layer.Output(right.Any(names => names.Count != 1) ? Merge(graph, x, right) : x);
    }

    // The sizes of the names on an axis: all but one are known, and that one follows.
    private static IEnumerable<Size> Split(GraphBuilder graph, Size size, IReadOnlyList<string> names, Dictionary<string, Size> known)
    {
        if (names.Count == 1)
        {
            return [size];
        }

        var product = names.Where(known.ContainsKey).Select(name => known[name]).Aggregate((Size)1, graph.Multiply);
        return names.Select(name => known.TryGetValue(name, out var given) ? given : graph.Divide(size, product));
    }

    private static Value Merge(GraphBuilder graph, Value x, List<IReadOnlyList<string>> axes)
    {
        var next = axes.TakeWhile(names => names.Count == 1).Count();
        return graph.Reshape(x, [.. axes.Take(next).Select(_ => Size.Same), .. axes.Skip(next).Select(names =>
            names.Aggregate((Size)1, (product, _) => graph.Multiply(product, graph.SizeOf(x, next++))))]);
    }

    private static Dictionary<string, Size> KnownSizes(LayerContext layer) => layer.Has("With")
        ? SizeText.Axes($"({layer.Text("With")})").Select(entry => entry.Split('=', 2))
            .ToDictionary(entry => entry[0].Trim(), entry => layer.Scope.Evaluate(entry[1]))
        : [];

    // The names of each axis, none for an axis of size 1, with names of their own for the axes that "..." stands for.
    private static List<IReadOnlyList<string>> Covered(string side, string[] covered) =>
    [
        .. Axes(side).SelectMany<string, IReadOnlyList<string>>(axis => axis == Ellipsis
            ? covered.Select(name => new[] { name })
            : [[.. Name().Matches(axis).SelectMany(name => name.Value == Ellipsis ? covered : [name.Value])]]),
    ];

    // The axes of a side: a name, 1, "...", or names in parentheses.
    private static IEnumerable<string> Axes(string side) => Axis().Matches(side).Select(axis => axis.Value);

    [GeneratedRegex(@"\([^)]*\)|\.\.\.|[\p{L}\p{Nd}_]+")]
    private static partial Regex Axis();

    [GeneratedRegex(@"\.\.\.|[\p{L}_][\p{L}\p{Nd}_]*")]
    private static partial Regex Name();
}
