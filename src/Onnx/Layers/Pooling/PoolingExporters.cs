using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Pooling layers.</summary>
internal static class PoolingExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["MaxPool"] = layer => layer.Output(Pool(layer, isMaximum: true)),
        ["AvgPool"] = layer => layer.Output(Pool(layer, isMaximum: false)),
        ["AdaptiveAvgPool"] = layer => layer.Output(Adapt(layer, isMaximum: false)),
        ["AdaptiveMaxPool"] = layer => layer.Output(Adapt(layer, isMaximum: true)),
        ["GlobalAvgPool"] = GlobalAvgPool,
    };

    private static Value Pool(LayerContext layer, bool isMaximum)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var kernel = Spatial.PerAxis(layer, "kernel");
        var stride = layer.Has("Stride") ? Spatial.PerAxis(layer, "Stride") : kernel;
        var (padding, dilation) = (Spatial.PerAxis(layer, "Padding", 0), Spatial.PerAxis(layer, "Dilation", 1));
        var (isCeil, isPaddingCounted) = (layer.Flag("CeilMode", false), layer.Flag("CountIncludePad", true));
        PoolingWindow[] windows = [.. kernel.Select((size, axis) =>
            new PoolingWindow(size, stride[axis], padding[axis], dilation[axis], isCeil))];

        // Runtimes disagree about the divisor of a mean whose window extends beyond the padding.
        return Spatial.Constants([.. kernel, .. stride, .. padding, .. dilation]) is not null && (isMaximum || !isCeil)
            ? Pool(graph, x, windows, isMaximum, isPaddingCounted)
            : Enumerable.Range(0, windows.Length).Aggregate(x, (result, axis) => Windows
                .Sliding(graph, graph.SizeOf(x, Spatial.First + axis), windows[axis], isPaddingCounted)
                .Reduce(graph, result, Spatial.First + axis, isMaximum));
    }

    // The operator, for windows that are constant.
    private static Value Pool(GraphBuilder graph, Value x, PoolingWindow[] windows, bool isMaximum, bool isPaddingCounted)
    {
        long[] Numbers(Func<PoolingWindow, Size> get) => [.. windows.Select(window => get(window).Constant!.Value)];
        var padding = Numbers(window => window.Padding);
        List<(string Name, object Value)> attributes =
        [
            ("kernel_shape", Numbers(window => window.Kernel)), ("strides", Numbers(window => window.Stride)),
            ("pads", padding.Concat(padding).ToArray()),
        ];
        if (isMaximum)
        {
            attributes.Add(("dilations", Numbers(window => window.Dilation)));
            attributes.Add(("ceil_mode", windows[0].IsCeil));
        }
        else
        {
            attributes.Add(("count_include_pad", isPaddingCounted));
        }

        var spatial = windows.Select((window, axis) =>
            x.Sizes[Spatial.First + axis] is { } size ? window.Count(graph, size).Constant : null);
        return graph.Node(
            isMaximum ? "MaxPool" : "AveragePool", [x], x.Type, [.. x.Sizes.Take(Spatial.First), .. spatial], [.. attributes]);
    }

    private static Value Adapt(LayerContext layer, bool isMaximum)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var counts = Spatial.PerAxis(layer, "size");
        if (counts.All(count => count is { Constant: 1 }))
        {
            return graph.Node(
                isMaximum ? "GlobalMaxPool" : "GlobalAveragePool", [x], x.Type,
                [.. x.Sizes.Take(Spatial.First), .. counts.Select(count => count.Constant)]);
        }

        // Equal windows side by side are those of a plain pooling layer.
        var sizes = graph.SizesOf(x).Skip(Spatial.First).ToList();
        var kernel = sizes.Zip(counts, (size, count) =>
            size.Constant is { } n && count.Constant is { } m && n % m == 0 ? n / m : (long?)null).ToList();
        if (kernel.All(size => size is not null))
        {
            return Pool(
                graph, x, [.. kernel.Select(size => new PoolingWindow(size!.Value, size.Value, 0, 1, IsCeil: false))], isMaximum,
                isPaddingCounted: true);
        }

        for (var i = 0; i < counts.Count; i++)
        {
            var axis = Spatial.First + i;
            x = counts[i] is { Constant: 1 } ? graph.Reduce(isMaximum ? "ReduceMax" : "ReduceMean", x, keep: true, axis)
                : Windows.Covering(graph, sizes[i], counts[i]).Reduce(graph, x, axis, isMaximum);
        }

        return x;
    }

    // Runtimes keep their layout of images up to the operator, unlike a mean over axes.
    private static void GlobalAvgPool(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        long[] spatial = [.. Enumerable.Range(Spatial.First, Spatial.Count(x)).Select(axis => (long)axis)];
        var mean = graph.Node("GlobalAveragePool", [x], x.Type, [.. x.Sizes.Take(Spatial.First), .. spatial.Select(_ => (long?)1)]);
        layer.Output(layer.Flag("KeepDim", false) ? mean : graph.Squeeze(mean, spatial));
    }
}
