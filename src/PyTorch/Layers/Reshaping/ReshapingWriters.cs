using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Layers that change the shape or the element type, and parts of tensors.</summary>
internal static class ReshapingWriters
{
    private const string Leading = "...";

    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Select"] = Select,
        ["Slice"] = Slice,
        ["Flatten"] = Flatten,
        ["Reshape"] = layer => layer.Output($"{layer.Input}.reshape({string.Join(", ", ResultSizes(layer))})"),
        ["Permute"] = Permute,
        ["Rearrange"] = Arrangement.Write,
        ["Squeeze"] = layer => layer.Output($"{layer.Input}.squeeze({Python.Literal(layer.Integer("axis"))})"),
        ["Unsqueeze"] = layer => layer.Output($"{layer.Input}.unsqueeze({Python.Literal(layer.Integer("axis"))})"),
        ["Repeat"] = layer => layer.Output($"{layer.Input}.repeat({Sizes(layer, "counts")})"),
        ["Expand"] = layer => layer.Output($"{layer.Input}.expand({Sizes(layer, "shape")})"),
        ["Cast"] = Cast,
    };

    private static string Sizes(LayerContext layer, string argument) =>
        string.Join(", ", layer.Expressions(argument).Select(layer.Scope.InForward));

    private static void Select(LayerContext layer)
    {
        var (axis, index) = (layer.Integer("Axis", 0), Python.Literal(layer.Integer("Index", 0)));
        layer.Output(axis is >= 0 and <= 2
            ? $"{layer.Input}[{string.Concat(Enumerable.Repeat(":, ", (int)axis))}{index}]"
            : $"{layer.Input}.select({Python.Literal(axis)}, {index})");
    }

    private static void Slice(LayerContext layer)
    {
        var axis = layer.Integer("Axis", 0);
        var (start, end) = (Bound("Start"), Bound("End"));
        List<string> bounds = [start, end];
        if (layer.Integer("Step", 1) is > 1 and var step)
        {
            bounds.Add(Python.Literal(step));
        }

        // A bound with operators has spaces around the colons, as black writes it.
        var isPlain = bounds.All(bound => bound.IndexOfAny([' ', '.']) < 0);
        var range = string.Join(isPlain ? ":" : " : ", bounds).Trim();
        var leading = axis >= 0
            ? string.Concat(Enumerable.Repeat(":, ", (int)axis))
            : "..., ";
        var trailing = axis >= 0 ? string.Empty : string.Concat(Enumerable.Repeat(", :", (int)(-axis - 1)));
        layer.Output($"{layer.Input}[{leading}{range}{trailing}]");

        string Bound(string argument) => layer.Has(argument) ? layer.SizeInForward(argument) : string.Empty;
    }

    private static void Flatten(LayerContext layer)
    {
        var (start, end) = (layer.Integer("StartAxis", layer.Axes.Contains(Leading) ? -1 : 1), layer.Integer("EndAxis", -1));
        layer.Output($"{layer.Input}.flatten({Python.Literal(start)}{(end == -1 ? string.Empty : $", {Python.Literal(end)}")})");
    }

    private static void Permute(LayerContext layer)
    {
        // The axes that "..." stands for stay in front.
        var axes = layer.Integers("axes");
        if (!layer.Axes.Contains(Leading))
        {
            layer.Output($"{layer.Input}.permute({string.Join(", ", axes.Select(Python.Literal))})");
            return;
        }

        var back = axes.Select(axis => Python.Literal(axis < 0 ? axis : axis - layer.Axes.Count));
        layer.Output($"{layer.Input}.permute(*range({layer.Input}.dim() - {Python.Literal(axes.Count)}), {string.Join(", ", back)})");
    }

    private static void Cast(LayerContext layer) => layer.Output(layer.Choice("type", DType.Float) switch
    {
        DType.Int64 => $"{layer.Input}.long()",
        DType.Bool => $"{layer.Input}.bool()",
        _ when layer.Scope.Model.Module.parameters().Any() => $"{layer.Input}.to(next(self.parameters()).dtype)",
        _ => $"{layer.Input}.to(torch.get_default_dtype())",
    });

    // The sizes of the result as its shape states them. One that the input has at this place is taken from there.
    private static IEnumerable<string> ResultSizes(LayerContext layer)
    {
        var (before, after) = (layer.Axes, SizeText.Axes(layer.Layer.OutputShape));
        var (isLeading, input) = (before.Contains(Leading), layer.Input);
        for (var i = 0; i < after.Count; i++)
        {
            if (after[i] == Leading)
            {
                yield return $"*{input}.shape[: {(before.Count == 1 ? string.Empty : $"-{before.Count - 1}")}]"
                    .Replace("[: -", "[:-", StringComparison.Ordinal).Replace("[: ]", string.Empty, StringComparison.Ordinal);
                continue;
            }

            var place = before.ToList().IndexOf(after[i]);
            var isConstant = long.TryParse(after[i], CultureInfo.InvariantCulture, out _)
                || SizeText.Symbols(after[i]).All(symbol => layer.Scope.Model.Sizes.ContainsKey(symbol));
            yield return isConstant || place < 0
                ? layer.Scope.InForward(after[i])
                : $"{input}.size({(isLeading ? place - before.Count : place)})";
        }
    }
}
