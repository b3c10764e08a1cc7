using System;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Layers;

/// <summary>Transposed convolutions.</summary>
internal static class ConvTransposeExporter
{
    /// <summary>
    /// Exports the layer. Runtimes require an output padding less than the stride; a larger one is exported as a convolution of the spread
    /// feature map.
    /// </summary>
    public static void Export(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var (stride, dilation) = (Spatial.Numbers(layer, "Stride", 1), Spatial.Numbers(layer, "Dilation", 1));
        var (padding, added) = (Spatial.Numbers(layer, "Padding", 0), Spatial.Numbers(layer, "OutputPadding", 0));
        var groups = layer.Constant("Groups", 1);
        long[] kernel = [.. layer.WeightTensor("weight").shape.Skip(Spatial.First)];
        var channels = layer.WeightTensor("weight").shape[1] * groups;
        var spatial = kernel.Select((size, axis) =>
            ((x.Sizes[Spatial.First + axis] - 1) * stride[axis]) + (dilation[axis] * (size - 1)) + 1 + added[axis] - (2 * padding[axis]));
        long?[] result = [x.Sizes[0], channels, .. spatial];
        var bias = layer.OptionalWeight("bias");
        if (added.Zip(stride).All(axis => axis.First < axis.Second))
        {
            layer.Output(graph.Node(
                "ConvTranspose", [x, layer.Weight("weight"), bias], x.Type, result, ("kernel_shape", kernel), ("strides", stride),
                ("pads", padding.Concat(padding).ToArray()), ("dilations", dilation), ("output_padding", added), ("group", groups)));
            return;
        }

        // Every element of the result reads the elements of the map that a kernel at these would write to it.
        long[] border = [.. kernel.Select((size, axis) => (dilation[axis] * (size - 1)) - padding[axis])];
        long[] end = [.. border.Select((size, axis) => size + added[axis] - (stride[axis] - 1))];
        var map = Enumerable.Range(0, kernel.Length).Aggregate(x, (spread, axis) =>
            Crop(graph, Spread(graph, spread, Spatial.First + axis, stride[axis]), Spatial.First + axis, border[axis], end[axis]));
        long[] pads = [.. border.Concat(end).Select(size => Math.Max(0, size))];
        layer.Output(graph.Node(
            "Conv", [map, Flipped(layer, groups), bias], x.Type, result, ("kernel_shape", kernel), ("pads", pads), ("dilations", dilation),
            ("group", groups)));
    }

    // Zeros behind every element of an axis, one less than the stride.
    private static Value Spread(GraphBuilder graph, Value x, int axis, long stride)
    {
        if (stride == 1)
        {
            return x;
        }

        var apart = graph.Unsqueeze(x, axis + 1);
        var zeros = Enumerable.Range(0, apart.Rank).Select(i => (Size)(i == axis + 1 ? stride - 1 : 0));
        var padded = graph.Pad(apart, "constant", [.. apart.Sizes.Select(_ => (Size)0)], [.. zeros]);
        return graph.Reshape(
            padded, [.. graph.SizesOf(x).Select((size, i) => i < axis ? Size.Same : i == axis ? graph.Multiply(size, stride) : size)]);
    }

    // A padding less than 0 removes elements.
    private static Value Crop(GraphBuilder graph, Value x, int axis, long before, long after) => before >= 0 && after >= 0
        ? x
        : graph.Slice(x, axis, Math.Max(0, -before), after < 0 ? (Size?)after : null);

    // The kernel (in, out/groups, spatial...) as (out, in/groups, spatial...), with the spatial axes in reverse.
    private static Value Flipped(LayerContext layer, long groups)
    {
        using var quiet = no_grad();
        var weight = layer.WeightTensor("weight");
        var spatial = weight.shape.Skip(Spatial.First).ToArray();
        var grouped = weight.reshape([groups, weight.shape[0] / groups, weight.shape[1], .. spatial]).transpose(1, 2);
        var flipped = grouped.reshape([groups * weight.shape[1], weight.shape[0] / groups, .. spatial])
            .flip([.. Enumerable.Range(Spatial.First, spatial.Length).Select(axis => (long)axis)]);
        return layer.Graph.Weight($"{layer.Path}.weight.flipped", flipped.contiguous());
    }
}
