using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Layers that change the shape or the element type, and parts of tensors.</summary>
internal static class ReshapingExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Select"] = layer => layer.Output(
            layer.Graph.Gather(layer.Input, layer.Graph.Integer(layer.Integer("Index", 0)), layer.Integer("Axis", 0))),
        ["Slice"] = Slice,
        ["Flatten"] = Flatten,
        ["Reshape"] = layer => layer.Output(layer.Graph.Reshape(layer.Input, ResultSizes(layer))),
        ["Permute"] = Permute,
        ["Rearrange"] = Arrangement.Export,
        ["Squeeze"] = layer => layer.Output(layer.Graph.Squeeze(layer.Input, layer.Integer("axis"))),
        ["Unsqueeze"] = layer => layer.Output(layer.Graph.Unsqueeze(layer.Input, layer.Integer("axis"))),
        ["Repeat"] = Repeat,
        ["Expand"] = Expand,
        ["Cast"] = Cast,
    };

    private static void Slice(LayerContext layer)
    {
        var end = layer.Has("End") ? (Size?)layer.Size("End") : null;
        layer.Output(layer.Graph.Slice(
            layer.Input, layer.Integer("Axis", 0), layer.Size("Start", 0), end, layer.Integer("Step", 1)));
    }

    private static void Flatten(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var start = x.Axis(layer.Integer("StartAxis", Axes(layer).Contains(Leading) ? -1 : 1));
        var end = x.Axis(layer.Integer("EndAxis", -1));
        var sizes = graph.SizesOf(x);
        layer.Output(start == 1 && end == x.Rank - 1
            ? graph.Flatten(x)
            : graph.Reshape(
                x, [.. sizes[..start].Select(_ => Size.Same), sizes[start..(end + 1)].Aggregate(graph.Multiply), .. sizes[(end + 1)..]]));
    }

    private static void Permute(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var axes = layer.Integers("axes");
        layer.Output(graph.Transpose(
            x, [.. Enumerable.Range(0, x.Rank - axes.Count).Select(axis => (long)axis), .. axes.Select(axis => (long)x.Axis(axis))]));
    }

    private static void Repeat(LayerContext layer)
    {
        Size[] counts = [.. layer.Expressions("counts").Select(layer.Scope.Evaluate)];
        layer.Output(layer.Graph.Tile(layer.Graph.WithRank(layer.Input, counts.Length), counts));
    }

    private static void Expand(LayerContext layer)
    {
        var sizes = layer.Expressions("shape").Select(size => size == "-1" ? 1 : layer.Scope.Evaluate(size));
        layer.Output(layer.Graph.Expand(layer.Input, [.. sizes]));
    }

    private static void Cast(LayerContext layer) => layer.Output(layer.Graph.Cast(layer.Input, layer.Choice("type", DType.Float) switch
    {
        DType.Int64 => DataType.Int64,
        DType.Bool => DataType.Bool,
        _ => layer.Graph.Floats,
    }));

    // "..." in a shape: leading axes.
    private const string Leading = "...";

    private static IReadOnlyList<string> Axes(LayerContext layer) => SizeText.Axes(layer.Layer.InputShape);

    // The sizes of the result as its shape states them. One that the input has is taken from there.
    private static Size[] ResultSizes(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var (before, after) = (Covered(Axes(layer), x.Rank), SizeText.Axes(layer.Layer.OutputShape));
        after = Covered(after, after.Count - 1 + before.Count(IsLeading));
        return [.. after.Select((axis, i) =>
        {
            var place = i < before.Count && before[i] == axis ? i : before.IndexOf(axis);
            return place < 0 ? layer.Scope.Evaluate(axis) : place == i ? Size.Same : graph.SizeOf(x, place);
        })];
    }

    // Each axis that "..." stands for under a name that no symbol has.
    private static List<string> Covered(IReadOnlyList<string> axes, int rank) => [.. axes.SelectMany(axis => axis == Leading
        ? Enumerable.Range(0, rank - axes.Count + 1).Select(i => $"{Leading}{i}")
        : [axis])];

    private static bool IsLeading(string axis) => axis.StartsWith(Leading, StringComparison.Ordinal);
}
