using ModelGen.Onnx.Graph;

namespace ModelGen.Onnx.Layers;

/// <summary>The window of a pooling layer along an axis.</summary>
/// <param name="Kernel">The number of its elements.</param>
/// <param name="Stride">The distance between two windows.</param>
/// <param name="Padding">The number of elements that are added at both ends of the axis.</param>
/// <param name="Dilation">The distance between two elements.</param>
/// <param name="IsCeil">Whether the last window may extend beyond the padded axis.</param>
internal readonly record struct PoolingWindow(Size Kernel, Size Stride, Size Padding, Size Dilation, bool IsCeil)
{
    /// <summary>The number of windows along an axis.</summary>
    /// <param name="graph">Where nodes for sizes that only a run knows are added.</param>
    /// <param name="size">The size of the axis.</param>
    public Size Count(GraphBuilder graph, Size size)
    {
        var begun = graph.Add(size, Padding);
        var span = graph.Add(graph.Multiply(Dilation, graph.Subtract(Kernel, 1)), 1);
        var way = graph.Subtract(graph.Add(begun, Padding), span);
        if (!IsCeil)
        {
            return graph.Add(graph.Divide(way, Stride), 1);
        }

        // The last window begins within the axis or the padding before it.
        var less = graph.Subtract(Stride, 1);
        return graph.Smaller(
            graph.Add(graph.Divide(graph.Add(way, less), Stride), 1), graph.Divide(graph.Add(begun, less), Stride));
    }
}
