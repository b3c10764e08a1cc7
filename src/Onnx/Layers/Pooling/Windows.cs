using System.Linq;
using ModelGen.Onnx.Graph;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>
/// Windows along an axis that the graph computes, for those that no operator knows: windows of unequal sizes, or of sizes that only a run
/// knows.
/// </summary>
/// <param name="Indices">The elements of each window, <c>(windows, elements)</c>, within the axis.</param>
/// <param name="IsElement">Whether each of them belongs to the window, <c>(windows, elements)</c>.</param>
/// <param name="Divisors">The number by which a mean divides, <c>(windows)</c>.</param>
internal sealed record Windows(Value Indices, Value IsElement, Value Divisors)
{
    /// <summary>Windows that cover an axis evenly: window i of m begins at ⌊i n/m⌋ and ends before ⌈(i + 1) n/m⌉.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="size">The size n of the axis.</param>
    /// <param name="count">The number m of windows.</param>
    public static Windows Covering(GraphBuilder graph, Size size, Size count)
    {
        var (n, m) = (graph.Vector(size), graph.Vector(count));
        var products = graph.Multiply(graph.Range(count), n);
        var starts = graph.Divide(products, m);
        var ends = graph.Divide(graph.Add(products, graph.Vector(graph.Add(size, graph.Subtract(count, 1)))), m);

        // A window covers n/m elements and at most a part of one more at both ends.
        var most = graph.Add(graph.Divide(graph.Add(size, graph.Subtract(count, 1)), count), 1);
        var places = graph.Add(graph.Unsqueeze(starts, 1), graph.Range(most));
        return new Windows(
            graph.Binary("Min", places, graph.Vector(graph.Subtract(size, 1))),
            graph.Compare("Less", places, graph.Unsqueeze(ends, 1)),
            graph.Subtract(ends, starts));
    }

    /// <summary>The windows of a pooling layer.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="size">The size of the axis.</param>
    /// <param name="window">The window.</param>
    /// <param name="isPaddingCounted">Whether a mean divides by the elements of the padding as well.</param>
    public static Windows Sliding(GraphBuilder graph, Size size, PoolingWindow window, bool isPaddingCounted)
    {
        var (kernel, stride, padding, dilation) = (window.Kernel, window.Stride, window.Padding, window.Dilation);
        var count = window.Count(graph, size);
        var starts = graph.Subtract(graph.Multiply(graph.Range(count), graph.Vector(stride)), graph.Vector(padding));
        var places = graph.Add(graph.Unsqueeze(starts, 1), graph.Multiply(graph.Range(kernel), graph.Vector(dilation)));
        var last = graph.Vector(graph.Subtract(size, 1));
        var isElement = graph.Binary(
            "And", graph.Compare("GreaterOrEqual", places, graph.Integer(0)), graph.Compare("LessOrEqual", places, last));
        var divisors = isPaddingCounted
            ? graph.Subtract(
                graph.Binary("Min", graph.Add(starts, graph.Vector(kernel)), graph.Vector(graph.Add(size, padding))), starts)
            : graph.Reduce("ReduceSum", graph.Cast(isElement, DataType.Int64), keep: false, 1);
        return new Windows(graph.Binary("Max", graph.Binary("Min", places, last), graph.Integer(0)), isElement, divisors);
    }

    /// <summary>Replaces the elements of an axis by the maximum or the mean of each window.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis, counted from the front.</param>
    /// <param name="isMaximum">Whether it is the maximum.</param>
    public Value Reduce(GraphBuilder graph, Value x, int axis, bool isMaximum)
    {
        var elements = graph.Gather(x, Indices, axis);
        var rest = x.Rank - axis - 1;
        var filled = graph.Where(
            Behind(graph, IsElement, rest), elements, graph.Number(isMaximum ? double.NegativeInfinity : 0, x));
        return isMaximum
            ? graph.Reduce("ReduceMax", filled, keep: false, axis + 1)
            : graph.Divide(graph.Reduce("ReduceSum", filled, keep: false, axis + 1), Behind(graph, graph.Cast(Divisors, x.Type), rest));
    }

    // Axes of size 1 behind those of the tensor, for the axes behind the windows.
    private static Value Behind(GraphBuilder graph, Value x, int count) =>
        count == 0 ? x : graph.Unsqueeze(x, [.. Enumerable.Range(x.Rank, count).Select(axis => (long)axis)]);
}
