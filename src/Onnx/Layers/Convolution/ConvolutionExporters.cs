using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Convolutions, and padding.</summary>
internal static class ConvolutionExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTransposeExporter.Export,
        ["Pad"] = Pad,
    };

    // The operator adds zeros itself, any number at either end. Other values are added before it.
    private static void Conv(LayerContext layer)
    {
        var (graph, x, weight) = (layer.Graph, layer.Input, layer.Weight("weight"));
        long[] kernel = [.. weight.Sizes.Skip(Spatial.First).Select(size => size!.Value)];
        var (stride, dilation) = (Spatial.Numbers(layer, "Stride", 1), Spatial.Numbers(layer, "Dilation", 1));
        var padding = PaddingOf(layer, kernel, dilation);
        if (padding.Zeros is not { } pads)
        {
            x = padding.Apply(graph, x);
            pads = new long[2 * kernel.Length];
        }

        var spatial = kernel.Select((size, axis) => Spatial.Positions(
            x.Sizes[Spatial.First + axis] + pads[axis] + pads[kernel.Length + axis], size, stride[axis], dilation[axis]));
        layer.Output(graph.Node(
            "Conv", [x, weight, layer.OptionalWeight("bias")], x.Type, [x.Sizes[0], weight.Sizes[0], .. spatial], ("kernel_shape", kernel),
            ("strides", stride), ("pads", pads), ("dilations", dilation), ("group", layer.Constant("Groups", 1))));
    }

    private static void Pad(LayerContext layer)
    {
        var both = Spatial.PerAxis(layer, "padding", 0);
        var before = layer.Has("Before") ? Spatial.PerAxis(layer, "Before") : both;
        var after = layer.Has("After") ? Spatial.PerAxis(layer, "After") : both;
        var padding = new Padding(before, after, layer.Choice("Mode", PaddingMode.Zeros));
        layer.Output(padding.Apply(layer.Graph, layer.Input, layer.Number("Value", 0)));
    }

    // "same" adds the larger half at the end, as PyTorch does.
    private static Padding PaddingOf(LayerContext layer, long[] kernel, long[] dilation)
    {
        var mode = layer.Choice("PaddingMode", PaddingMode.Zeros);
        if (layer.Layer.Arguments.GetValueOrDefault("Padding") is not ArgumentValue.Text word)
        {
            var both = Spatial.PerAxis(layer, "Padding", 0);
            return new Padding(both, both, mode);
        }

        long[] total = [.. kernel.Select((size, axis) => word.Value == "same" ? dilation[axis] * (size - 1) : 0)];
        return new Padding([.. total.Select(sum => (Size)(sum / 2))], [.. total.Select(sum => (Size)(sum - (sum / 2)))], mode);
    }
}
