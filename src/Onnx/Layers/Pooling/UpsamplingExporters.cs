using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Layers that enlarge images.</summary>
internal static class UpsamplingExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Upsample"] = Upsample,
        ["PixelShuffle"] = PixelShuffle,
    };

    private static void Upsample(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var mode = layer.Choice("Mode", Interpolation.Nearest);
        if (layer.Has("Size"))
        {
            var sizes = Spatial.PerAxis(layer, "Size");
            layer.Output(mode == Interpolation.Nearest
                ? Enumerable.Range(0, sizes.Count).Aggregate(x, (result, axis) => Nearest(graph, result, Spatial.First + axis, sizes[axis]))
                : graph.Resize(x, [.. graph.SizesOf(x).Take(Spatial.First), .. sizes], Options(layer, mode)));
            return;
        }

        var factors = Spatial.PerAxis(layer, "scaleFactor");
        layer.Output(Spatial.Constants(factors) is { } numbers
            ? graph.Scale(x, [1, 1, .. numbers], Options(layer, mode))
            : graph.Resize(
                x,
                [
                    .. graph.SizesOf(x).Take(Spatial.First),
                    .. factors.Select((factor, axis) => graph.Multiply(graph.SizeOf(x, Spatial.First + axis), factor)),
                ],
                Options(layer, mode)));
    }

    private static (string Name, object Value)[] Options(LayerContext layer, Interpolation mode) => mode switch
    {
        Interpolation.Nearest => [("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")],
        Interpolation.Linear => [("mode", "linear"), Corners(layer)],
        Interpolation.Bicubic => [("mode", "cubic"), Corners(layer), ("cubic_coeff_a", -0.75)],
        _ => throw new NotSupportedException($"The interpolation {mode} is not exported."),
    };

    private static (string Name, object Value) Corners(LayerContext layer) =>
        ("coordinate_transformation_mode", layer.Flag("AlignCorners", false) ? "align_corners" : "half_pixel");

    // Element i is that at ⌊i n/m⌋. It is computed in float32, as PyTorch does: other roundings give the neighbour at times (14 to 2).
    private static Value Nearest(GraphBuilder graph, Value x, int axis, Size size)
    {
        Value Single(Value integer) => graph.Cast(integer, DataType.Float);
        var old = graph.SizeOf(x, axis);
        var scale = graph.Divide(Single(graph.Vector(old)), Single(graph.Vector(size)));
        var places = graph.Cast(graph.Unary("Floor", graph.Multiply(Single(graph.Range(size)), scale)), DataType.Int64);
        return graph.Gather(x, graph.Binary("Min", places, graph.Vector(graph.Subtract(old, 1))), axis);
    }

    // ONNX's operator takes images (N, C, H, W) only.
    private static void PixelShuffle(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var factor = layer.Integer("upscaleFactor");
        var sizes = graph.SizesOf(x);
        var leading = sizes.SkipLast(3).ToList();
        var images = leading.Count == 1 ? x : graph.Reshape(x, [leading.Aggregate((Size)1, graph.Multiply), .. sizes.TakeLast(3)]);
        var result = graph.Node(
            "DepthToSpace", [images], x.Type,
            [images.Sizes[0], images.Sizes[1] / (factor * factor), images.Sizes[2] * factor, images.Sizes[3] * factor],
            ("blocksize", factor), ("mode", "CRD"));
        layer.Output(leading.Count == 1 ? result : graph.Reshape(result, [.. leading, .. graph.SizesOf(result).Skip(1)]));
    }
}
