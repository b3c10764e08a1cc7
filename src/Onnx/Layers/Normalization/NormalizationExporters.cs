using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Norms. An exported model evaluates: norms that track statistics use them.</summary>
internal static class NormalizationExporters
{
    private const double Eps = 1e-5;

    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["LayerNorm"] = LayerNorm,
        ["BatchNorm"] = BatchNorm,
        ["InstanceNorm"] = InstanceNorm,
        ["GroupNorm"] = GroupNorm,
        ["RmsNorm"] = layer => layer.Output(RmsNorm(layer, layer.Input, string.Empty, RmsEps(layer))),
        ["Normalize"] = Normalize,
        ["LocalResponseNorm"] = LocalResponseNorm,
    };

    /// <summary>The layer norm of the last axis, with the weights below a name.</summary>
    /// <param name="layer">The layer whose weights they are.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="name">The name of the norm with a dot behind it; empty for the layer itself.</param>
    /// <param name="eps">Added to the variance.</param>
    public static Value LayerNorm(LayerContext layer, Value x, string name, double eps)
    {
        var scale = layer.OptionalWeight($"{name}weight") ?? layer.Graph.Filled(x.Sizes[^1]!.Value, 1);
        return layer.Graph.Node(
            "LayerNormalization", [x, scale, layer.OptionalWeight($"{name}bias")], x.Type, x.Sizes, ("axis", -1L), ("epsilon", eps));
    }

    /// <summary>The RMS norm of the last axis, with the weight below a name. The mean is computed in float32 or more.</summary>
    /// <inheritdoc cref="LayerNorm(LayerContext, Value, string, double)"/>
    public static Value RmsNorm(LayerContext layer, Value x, string name, double eps)
    {
        var graph = layer.Graph;
        var scale = layer.OptionalWeight($"{name}weight");
        if (graph.Opset >= 23 && x.Sizes[^1] is { } features)
        {
            return graph.Node(
                "RMSNormalization", [x, scale ?? graph.Filled(features, 1)], x.Type, x.Sizes, ("axis", -1L), ("epsilon", eps));
        }

        var wide = x.Type is DataType.Float16 or DataType.Bfloat16 ? graph.Cast(x, DataType.Float) : x;
        var mean = graph.Reduce("ReduceMean", graph.Multiply(wide, wide), keep: true, -1);
        var normalized = graph.Cast(graph.Divide(wide, graph.Unary("Sqrt", graph.Add(mean, eps))), x.Type);
        return scale is null ? normalized : graph.Multiply(normalized, scale);
    }

    private static void LayerNorm(LayerContext layer) =>
        layer.Output(LayerNorm(layer, layer.Input, string.Empty, layer.Number("Eps", Eps)));

    // Without Eps, that of the element type, as in PyTorch.
    private static double RmsEps(LayerContext layer) => layer.Number("Eps", layer.Input.Type switch
    {
        DataType.Double => double.BitIncrement(1) - 1,
        DataType.Float16 => 1.0 / 1024,
        DataType.Bfloat16 => 1.0 / 128,
        _ => MathF.BitIncrement(1) - 1,
    });

    private static void BatchNorm(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var eps = layer.Number("Eps", Eps);
        if (!layer.HasWeight("running_mean"))
        {
            // Every batch has statistics of its own.
            long[] axes = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1).Select(axis => (long)axis)];
            layer.Output(Affine(layer, Standardize(graph, x, eps, axes)));
            return;
        }

        var channels = layer.WeightTensor("running_mean").shape[0];
        layer.Output(graph.Node(
            "BatchNormalization",
            [
                x, layer.OptionalWeight("weight") ?? graph.Filled(channels, 1), layer.OptionalWeight("bias") ?? graph.Filled(channels, 0),
                layer.Weight("running_mean"), layer.Weight("running_var"),
            ],
            x.Type, x.Sizes, ("epsilon", eps)));
    }

    private static void InstanceNorm(LayerContext layer)
    {
        if (layer.HasWeight("running_mean"))
        {
            BatchNorm(layer);
            return;
        }

        var (graph, x) = (layer.Graph, layer.Input);
        long[] axes = [.. Enumerable.Range(2, x.Rank - 2).Select(axis => (long)axis)];
        layer.Output(Affine(layer, Standardize(graph, x, layer.Number("Eps", Eps), axes)));
    }

    private static void GroupNorm(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var groups = layer.Constant("groups");
        var channels = x.Sizes[1]!.Value;
        var sizes = graph.SizesOf(x);
        var rest = sizes.Skip(2).Aggregate((Size)(channels / groups), graph.Multiply);
        var standardized = Standardize(graph, graph.Reshape(x, sizes[0], groups, rest), layer.Number("Eps", Eps), 2);
        layer.Output(Affine(layer, graph.Reshape(standardized, sizes)));
    }

    private static void Normalize(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var norm = graph.Reduce("ReduceL2", x, keep: true, layer.Integer("Axis", -1));
        layer.Output(graph.Divide(x, graph.Binary("Max", norm, graph.Number(layer.Number("Eps", 1e-12), x))));
    }

    // ONNX's operator of the name divides the sum by the size as well, but takes images of four axes only in some runtimes.
    private static void LocalResponseNorm(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var size = layer.Constant("size");
        var channels = graph.SizeOf(x, 1);
        var square = graph.Multiply(x, x);
        var padded = graph.Pad(square, "constant", PadsOf(x.Rank, size / 2), PadsOf(x.Rank, (size - 1) / 2));
        var sum = Enumerable.Range(0, (int)size)
            .Select(shift => graph.Slice(padded, 1, shift, graph.Add(channels, shift))).Aggregate(graph.Add);
        var mean = graph.Add(graph.Multiply(sum, layer.Number("Alpha", 1e-4) / size), layer.Number("K", 1));
        layer.Output(graph.Divide(x, graph.Binary("Pow", mean, graph.Number(layer.Number("Beta", 0.75), x))));

        static Size[] PadsOf(int rank, long channelPad) => [.. Enumerable.Range(0, rank).Select(axis => axis == 1 ? (Size)channelPad : 0)];
    }

    // Mean 0 and variance 1 over some axes.
    private static Value Standardize(GraphBuilder graph, Value x, double eps, params long[] axes)
    {
        var centred = graph.Subtract(x, graph.Reduce("ReduceMean", x, keep: true, axes));
        var variance = graph.Reduce("ReduceMean", graph.Multiply(centred, centred), keep: true, axes);
        return graph.Divide(centred, graph.Unary("Sqrt", graph.Add(variance, eps)));
    }

    // A scale and a bias per channel, if the layer has them.
    private static Value Affine(LayerContext layer, Value x)
    {
        var graph = layer.Graph;
        long[] spatial = [.. Enumerable.Range(1, x.Rank - 2).Select(axis => (long)axis)];
        foreach (var (op, name) in new[] { ("Mul", "weight"), ("Add", "bias") })
        {
            if (layer.OptionalWeight(name) is { } weight)
            {
                x = graph.Binary(op, x, spatial.Length == 0 ? weight : graph.Unsqueeze(weight, spatial));
            }
        }

        return x;
    }
}
