using System.Linq;
using System.Numerics;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>
/// Which shapes are images by their sizes or names. A shape that may as well be a sequence or a feature map is not an image.
/// </summary>
internal static class ImageShapes
{
    /// <summary>Whether this is the height or width of a usual data set of images: MNIST's, and those of networks for ImageNet.</summary>
    public static bool IsUsualSize(Dim dim) =>
        dim.TryGetConstant(out var size) && (size == 28 || size == 224 || size == 227 || size == 299);

    /// <summary>
    /// Whether two axes are height and width: by their names, or by sizes of which neither is much longer than the other.
    /// </summary>
    public static bool IsPlane(Dim height, Dim width)
    {
        if (height.TryGetConstant(out var rows) && width.TryGetConstant(out var columns))
        {
            return BigInteger.Min(rows, columns) >= 16 && BigInteger.Max(rows, columns) <= 2 * BigInteger.Min(rows, columns);
        }

        return IsNamedPlane(height, width);
    }

    /// <summary>Whether two axes are named height and width.</summary>
    public static bool IsNamedPlane(Dim height, Dim width) =>
        height.TryGetSymbol(out var first) && width.TryGetSymbol(out var second)
        && first.ToUpperInvariant() is "H" or "HEIGHT" or "ROWS" && second.ToUpperInvariant() is "W" or "WIDTH" or "COLUMNS";

    /// <summary>Whether an axis is the three channels of colour, with or without a fourth.</summary>
    public static bool IsColour(Dim channels) => channels.TryGetConstant(out var count) && count >= 3 && count <= 4;

    /// <summary>Whether a shape is <c>(B, C, H, W)</c> with one channel or colours.</summary>
    public static bool IsImages(Shape shape) =>
        shape is { HasLeading: false, Count: 4 }
        && (shape.Dims[1] == Dim.One || IsColour(shape.Dims[1]) || IsNamedPlane(shape.Dims[2], shape.Dims[3]))
        && IsPlane(shape.Dims[2], shape.Dims[3]);

    /// <summary>The images <c>(B, C, H, W)</c> that a shape without a batch axis is one of; null if it is none.</summary>
    public static Shape? WithBatch(Shape shape)
    {
        if (shape is not { HasLeading: false, Count: 3 })
        {
            return null;
        }

        var dims = shape.Dims;
        var batch = Dim.Symbol("B");
        var isColourFirst = IsColour(dims[0]) && !dims.Skip(1).Any(IsColour) && (IsPlane(dims[1], dims[2]) || IsSymbols(dims[1], dims[2]));
        var isGrey = dims[0] == Dim.One && (IsNamedPlane(dims[1], dims[2]) || (IsUsualSize(dims[1]) && dims[1] == dims[2]));
        return isColourFirst || isGrey ? new Shape(false, [batch, .. dims])
            : IsColour(dims[2]) && IsPlane(dims[0], dims[1]) ? new Shape(false, [batch, dims[2], dims[0], dims[1]])
            : null;
    }

    private static bool IsSymbols(Dim one, Dim other) => one.TryGetSymbol(out _) && other.TryGetSymbol(out _);
}
