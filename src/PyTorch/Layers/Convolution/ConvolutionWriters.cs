using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Convolutions, and padding.</summary>
internal static class ConvolutionWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Conv"] = Conv,
        ["ConvTranspose"] = ConvTranspose,
        ["Pad"] = Pad,
    };

    private static void Conv(LayerContext layer)
    {
        var padding = layer.Layer.Arguments.GetValueOrDefault("Padding") is ArgumentValue.Text word
            ? Python.Literal(word.Value)
            : Spatial.Argument(layer, "Padding", "0");
        var mode = layer.Choice("PaddingMode", PaddingMode.Zeros).ToString().ToLowerInvariant();
        string[] arguments =
        [
            layer.Channels, layer.Size("channels"), $"kernel_size={Spatial.Argument(layer, "Kernel")}",
            .. LayerContext.Optional("stride", Spatial.Argument(layer, "Stride", "1"), "1"),
            .. LayerContext.Optional("padding", padding, "0"),
            .. LayerContext.Optional("dilation", Spatial.Argument(layer, "Dilation", "1"), "1"),
            .. layer.Has("Groups") ? LayerContext.Optional("groups", layer.Size("Groups"), "1") : [],
            .. layer.Flag("Bias", true) ? [] : new[] { "bias=False" },
            .. LayerContext.Optional("padding_mode", Python.Literal(mode), Python.Literal("zeros")),
        ];
        layer.Output($"{layer.Module($"nn.Conv{layer.SpatialAxes}d({string.Join(", ", arguments)})")}({layer.Input})");
    }

    private static void ConvTranspose(LayerContext layer)
    {
        string[] arguments =
        [
            layer.Channels, layer.Size("channels"), $"kernel_size={Spatial.Argument(layer, "Kernel")}",
            .. LayerContext.Optional("stride", Spatial.Argument(layer, "Stride", "1"), "1"),
            .. LayerContext.Optional("padding", Spatial.Argument(layer, "Padding", "0"), "0"),
            .. LayerContext.Optional("output_padding", Spatial.Argument(layer, "OutputPadding", "0"), "0"),
            .. layer.Has("Groups") ? LayerContext.Optional("groups", layer.Size("Groups"), "1") : [],
            .. layer.Flag("Bias", true) ? [] : new[] { "bias=False" },
            .. LayerContext.Optional("dilation", Spatial.Argument(layer, "Dilation", "1"), "1"),
        ];
        layer.Output($"{layer.Module($"nn.ConvTranspose{layer.SpatialAxes}d({string.Join(", ", arguments)})")}({layer.Input})");
    }

    // F.pad states both ends of the last axis first.
    private static void Pad(LayerContext layer)
    {
        var both = layer.Has("padding") ? Spatial.InForward(layer, "padding") : [.. Enumerable.Repeat("0", layer.SpatialAxes)];
        var before = layer.Has("Before") ? Spatial.InForward(layer, "Before") : both;
        var after = layer.Has("After") ? Spatial.InForward(layer, "After") : both;
        var ends = string.Join(", ", before.Zip(after).Reverse().SelectMany(axis => new[] { axis.First, axis.Second }));
        var mode = layer.Choice("Mode", PaddingMode.Zeros);
        string[] arguments =
        [
            layer.Input, $"({ends})",
            .. mode == PaddingMode.Zeros ? [] : new[] { $"mode=\"{mode.ToString().ToLowerInvariant()}\"" },
            .. mode == PaddingMode.Zeros ? LayerContext.Optional("value", layer.NumberInForward("Value", 0), "0.0") : [],
        ];
        layer.Output($"F.pad({string.Join(", ", arguments)})");
    }
}
