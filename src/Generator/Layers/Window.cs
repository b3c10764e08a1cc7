using System.Numerics;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>How a kernel slides along one axis.</summary>
/// <param name="Extent">What it covers, gaps included.</param>
/// <param name="Stride">How far it moves.</param>
/// <param name="Before">What is added at the start.</param>
/// <param name="After">What is added at the end.</param>
/// <param name="Ceil">Whether a last one may reach beyond the end, if it starts before it.</param>
internal sealed record Window(long Extent, long Stride, long Before, long After, bool Ceil = false)
{
    /// <summary>A kernel whose neighbouring elements are <paramref name="dilation"/> apart.</summary>
    public static long ExtentOf(long kernel, long dilation) => (dilation * (kernel - 1)) + 1;

    /// <summary>How often it fits.</summary>
    public Dim Count(Dim size)
    {
        if (!Ceil)
        {
            return Dim.FloorDiv(size + (Before + After - Extent), Stride) + 1;
        }

        // The last one starts before the end. That says more where the stride leads from the last full one to beyond the end.
        return Extent >= Before + Stride
            ? Dim.FloorDiv(size + (Before + After - Extent + Stride - 1), Stride) + 1
            : Dim.FloorDiv(size + (Before + Stride - 1), Stride);
    }

    /// <summary>The smallest size into which it fits so often.</summary>
    public BigInteger LeastFor(BigInteger count)
    {
        var full = ((count - 1) * Stride) + Extent - Before - After;
        var least = !Ceil ? full
            : Extent >= Before + Stride ? full - Stride + 1
            : BigInteger.Max(((count - 1) * Stride) - Before + 1, Extent - Before - After - Stride + 1);
        return BigInteger.Max(least, 1);
    }
}
