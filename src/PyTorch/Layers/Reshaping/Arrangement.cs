using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>
/// The layer <c>Rearrange</c>: it splits axes, moves them and merges them, as a pattern such as <c>b t (h d) -> b h t d</c> states.
/// </summary>
internal static partial class Arrangement
{
    private const string Ellipsis = "...";

    // The longest expression that another step is added to.
    private const int Short = 50;

    /// <summary>Writes the layer.</summary>
    public static void Write(LayerContext layer)
    {
        var sides = layer.Text("pattern").Split("->");
        var (left, right) = (Names(sides[0]), Names(sides[1]));
        var x = layer.Input;
        if (left.Any(names => names.Contains(Ellipsis)))
        {
            WriteWithLeadingAxes(layer, left, right);
            return;
        }

        // Split, from the last axis on, so that the places of the others stay.
        var known = KnownSizes(layer);
        for (var axis = left.Count - 1; axis >= 0; axis--)
        {
            x = left[axis].Count switch
            {
                0 => $"{x}.squeeze({axis})",
                1 => x,
                _ => $"{x}.unflatten({axis}, {Python.Tuple([.. left[axis].Select(name => known.GetValueOrDefault(name, "-1"))])})",
            };
        }

        List<string> before = [.. left.SelectMany(names => names)];
        var order = right.SelectMany(names => names).Select(name => before.IndexOf(name)).ToList();
        if (!order.SequenceEqual(Enumerable.Range(0, order.Count)))
        {
            x = Named($"{x}.permute({string.Join(", ", order)})");
        }

        for (var axis = 0; axis < right.Count; axis++)
        {
            x = right[axis].Count switch
            {
                0 => $"{x}.unsqueeze({axis})",
                1 => x,
                _ => $"{x}.flatten({axis}, {axis + right[axis].Count - 1})",
            };
        }

        layer.Output(x);

        // A statement of its own, unless both steps are short.
        string Named(string expression)
        {
            if (expression.Length <= Short || right.All(names => names.Count == 1))
            {
                return expression;
            }

            var variable = layer.Scope.Variables.ForOwnUse("x");
            layer.Scope.Forward.Line($"{variable} = {expression}");
            return variable;
        }
    }

    // The axes that "..." stands for are one axis for the while, whose sizes are kept.
    private static void WriteWithLeadingAxes(
        LayerContext layer, List<IReadOnlyList<string>> left, List<IReadOnlyList<string>> right)
    {
        var input = layer.Input;
        var (place, known) = (left.FindIndex(names => names.Contains(Ellipsis)), KnownSizes(layer));
        var behind = left.Count - place - 1;
        var leading = $"{input}.shape[{(place == 0 ? string.Empty : $"{place}")}:{(behind == 0 ? string.Empty : $"-{behind}")}]";
        List<string> sizes = [];
        for (var axis = 0; axis < left.Count; axis++)
        {
            if (axis == place)
            {
                sizes.Add("-1");
                continue;
            }

            var size = $"{input}.size({(axis < place ? axis : axis - left.Count)})";
            var product = string.Join(" * ", left[axis].Where(known.ContainsKey).Select(name => Grouped(known[name])));
            sizes.AddRange(left[axis].Select(name => left[axis].Count == 1 ? size
                : known.TryGetValue(name, out var given) ? given : $"{size} // {(product.Contains('*', StringComparison.Ordinal)
                    ? $"({product})" : product)}"));
        }

        // An axis of its own of size 1 stands for no axes.
        var variable = layer.Scope.Variables.ForOwnUse("leading");
        layer.Scope.Forward.Line($"{variable} = {leading}");
        List<string> before = [.. left.SelectMany(names => names)];
        var order = right.SelectMany(names => names).Select(name => before.IndexOf(name)).ToList();
        var split = layer.Scope.Variables.ForOwnUse("split");
        layer.Scope.Forward.Line(
            $"{split} = {input}.reshape({string.Join(", ", sizes.Select((size, i) => size == "-1" ? $"{variable}.numel()" : size))})");
        layer.Scope.Forward.Line($"{split} = {split}.permute({string.Join(", ", order)})");
        var axes = right.SelectMany(names => names).ToList();
        string[] written = [.. Axis().Matches(layer.Text("pattern").Split("->")[1]).Select(axis => axis.Value)];
        var result = right.Select((names, i) => names.Count == 0 ? "1"
            : written[i] == Ellipsis ? $"*{variable}"
            : string.Join(" * ", names.Select(name => $"{split}.size({axes.IndexOf(name)})")));
        layer.Output($"{split}.reshape({string.Join(", ", result)})");
    }

    private static string Grouped(string size) => size.Contains(' ', StringComparison.Ordinal) ? $"({size})" : size;

    private static Dictionary<string, string> KnownSizes(LayerContext layer) => layer.Has("With")
        ? SizeText.Axes($"({layer.Text("With")})").Select(entry => entry.Split('=', 2))
            .ToDictionary(entry => entry[0].Trim(), entry => layer.Scope.InForward(entry[1].Trim()))
        : [];

    // The names of each axis, none for an axis of size 1.
    private static List<IReadOnlyList<string>> Names(string side) =>
        [.. Axis().Matches(side).Select(IReadOnlyList<string> (axis) => [.. Name().Matches(axis.Value).Select(name => name.Value)])];

    [GeneratedRegex(@"\([^)]*\)|\.\.\.|[\p{L}\p{Nd}_]+")]
    private static partial Regex Axis();

    [GeneratedRegex(@"\.\.\.|[\p{L}_][\p{L}\p{Nd}_]*")]
    private static partial Regex Name();
}
