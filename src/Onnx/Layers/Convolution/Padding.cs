using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;

namespace ModelGen.Onnx.Layers;

/// <summary>Elements added around a feature map.</summary>
/// <param name="Before">Their number before each spatial axis.</param>
/// <param name="After">Their number behind each spatial axis.</param>
/// <param name="Mode">Their values.</param>
internal sealed record Padding(IReadOnlyList<Size> Before, IReadOnlyList<Size> After, PaddingMode Mode)
{
    /// <summary>Whether nothing is added.</summary>
    public bool IsNone => Before.Concat(After).All(size => size is { Constant: 0 });

    /// <summary>The operator attribute <c>pads</c>, if the padding is a constant number of zeros; null otherwise.</summary>
    public long[]? Zeros => Mode == PaddingMode.Zeros ? Spatial.Constants([.. Before, .. After]) : null;

    /// <summary>Pads a feature map.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="x">The feature map.</param>
    /// <param name="value">The value that <see cref="PaddingMode.Zeros"/> adds.</param>
    public Value Apply(GraphBuilder graph, Value x, double value = 0)
    {
        if (IsNone)
        {
            return x;
        }

        var mode = Mode switch
        {
            PaddingMode.Zeros => "constant",
            PaddingMode.Reflect => "reflect",
            PaddingMode.Replicate => "edge",
            PaddingMode.Circular => null,
            _ => throw new NotSupportedException($"The padding mode {Mode} is not exported."),
        };
        return mode is null
            ? Enumerable.Range(0, Before.Count).Aggregate(x, (padded, axis) => Wrap(graph, padded, axis))
            : graph.Pad(x, mode, [0, 0, .. Before], [0, 0, .. After], value);
    }

    // ONNX's own mode for this exists from version 19 on only.
    private Value Wrap(GraphBuilder graph, Value x, int axis)
    {
        var (before, after, place) = (Before[axis], After[axis], Spatial.First + axis);
        var size = graph.SizeOf(x, place);
        List<Value> parts = [x];
        if (before.Constant is not 0)
        {
            parts.Insert(0, graph.Slice(x, place, graph.Subtract(size, before), size));
        }

        if (after.Constant is not 0)
        {
            parts.Add(graph.Slice(x, place, 0, after));
        }

        return parts.Count == 1 ? x : graph.Concat(place, [.. parts]);
    }
}
