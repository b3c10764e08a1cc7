using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Spatial axes: all but the first two, which are the batch and the channels.</summary>
internal static class Spatial
{
    /// <summary>The first spatial axis.</summary>
    public const int First = 2;

    /// <summary>The number of spatial axes.</summary>
    public static int Count(Value x) => x.Rank - First;

    /// <summary>A size per spatial axis; an argument may state one for all.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="otherwise">The size where the argument is not given; null if it always is.</param>
    public static IReadOnlyList<Size> PerAxis(LayerContext layer, string argument, long? otherwise = null)
    {
        var axes = Count(layer.Input);
        if (otherwise is { } number && !layer.Has(argument))
        {
            return [.. Enumerable.Repeat((Size)number, axes)];
        }

        IReadOnlyList<Size> sizes = [.. layer.Expressions(argument).Select(layer.Scope.Evaluate)];
        return sizes.Count == 1 ? [.. Enumerable.Repeat(sizes[0], axes)] : sizes;
    }

    /// <summary>A size per spatial axis that does not depend on a call's inputs.</summary>
    /// <inheritdoc cref="PerAxis"/>
    /// <exception cref="OnnxExportException">It does.</exception>
    public static long[] Numbers(LayerContext layer, string argument, long? otherwise = null) =>
        Constants(PerAxis(layer, argument, otherwise)) ?? throw new OnnxExportException(
            $"{layer.Describe()}: '{argument}' depends on the size of an input, which a convolution in ONNX cannot express. "
            + "Use a number or a parameter of the constructor.");

    /// <summary>The sizes as numbers, for an attribute of an operator; null if one depends on the size of an input.</summary>
    public static long[]? Constants(IReadOnlyList<Size> sizes) =>
        sizes.All(size => size.Constant is not null) ? [.. sizes.Select(size => size.Constant!.Value)] : null;

    /// <summary>The number of positions of a window along an axis; null if the size of the axis is not known.</summary>
    /// <param name="size">The size of the axis with its padding.</param>
    /// <param name="kernel">The number of elements of the window.</param>
    /// <param name="stride">The distance between two positions.</param>
    /// <param name="dilation">The distance between two elements of the window.</param>
    public static long? Positions(long? size, long kernel, long stride, long dilation) =>
        size is { } known ? DimMath.FloorDiv(known - (dilation * (kernel - 1)) - 1, stride) + 1 : null;
}
