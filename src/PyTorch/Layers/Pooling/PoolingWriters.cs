using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Pooling layers, and layers that enlarge images.</summary>
internal static class PoolingWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["MaxPool"] = layer => Pool(layer, "max_pool"),
        ["AvgPool"] = layer => Pool(layer, "avg_pool"),
        ["AdaptiveAvgPool"] = layer => Adapt(layer, "adaptive_avg_pool"),
        ["AdaptiveMaxPool"] = layer => Adapt(layer, "adaptive_max_pool"),
        ["GlobalAvgPool"] = GlobalAvgPool,
        ["Upsample"] = Upsample,
        ["PixelShuffle"] = layer => layer.Output($"F.pixel_shuffle({layer.Input}, {Python.Literal(layer.Integer("upscaleFactor"))})"),
    };

    private static void Pool(LayerContext layer, string function)
    {
        var kernel = Spatial.ArgumentInForward(layer, "kernel");
        string[] arguments =
        [
            layer.Input, kernel,
            .. LayerContext.Optional("stride", Spatial.ArgumentInForward(layer, "Stride", kernel), kernel),
            .. LayerContext.Optional("padding", Spatial.ArgumentInForward(layer, "Padding", "0"), "0"),
            .. LayerContext.Optional("dilation", Spatial.ArgumentInForward(layer, "Dilation", "1"), "1"),
            .. layer.Flag("CeilMode") ? new[] { "ceil_mode=True" } : [],
            .. layer.Flag("CountIncludePad", true) ? [] : new[] { "count_include_pad=False" },
        ];
        layer.Output($"F.{function}{layer.SpatialAxes}d({string.Join(", ", arguments)})");
    }

    private static void Adapt(LayerContext layer, string function) =>
        layer.Output($"F.{function}{layer.SpatialAxes}d({layer.Input}, {Spatial.ArgumentInForward(layer, "size")})");

    private static void GlobalAvgPool(LayerContext layer)
    {
        var axes = Enumerable.Range(2, layer.SpatialAxes).Select(axis => axis.ToString(CultureInfo.InvariantCulture)).ToList();
        var keep = layer.Flag("KeepDim") ? ", keepdim=True" : string.Empty;
        layer.Output($"{layer.Input}.mean(dim={(axes.Count == 1 ? axes[0] : Python.Tuple(axes))}{keep})");
    }

    private static void Upsample(LayerContext layer)
    {
        var size = layer.Has("Size")
            ? $"size={Spatial.ArgumentInForward(layer, "Size")}"
            : $"scale_factor={Spatial.ArgumentInForward(layer, "scaleFactor")}";
        var mode = layer.Choice("Mode", Interpolation.Nearest) switch
        {
            Interpolation.Nearest => "nearest",
            Interpolation.Bicubic => "bicubic",
            _ => layer.SpatialAxes switch { 1 => "linear", 2 => "bilinear", _ => "trilinear" },
        };
        var corners = layer.Flag("AlignCorners") ? ", align_corners=True" : string.Empty;
        layer.Output($"F.interpolate({layer.Input}, {size}, mode=\"{mode}\"{corners})");
    }
}
