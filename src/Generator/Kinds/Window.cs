using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>How a kernel slides along one axis.</summary>
/// <param name="Extent">The number of elements that it covers, including gaps.</param>
/// <param name="Stride">The stride.</param>
/// <param name="Before">The padding at the start.</param>
/// <param name="After">The padding at the end.</param>
/// <param name="Ceil">Whether a last one may reach beyond the end, if it starts before it.</param>
internal sealed record Window(Dim Extent, Dim Stride, Dim Before, Dim After, bool Ceil = false)
{
    /// <summary>A kernel whose neighbouring elements are <paramref name="dilation"/> apart.</summary>
    public static Dim ExtentOf(Dim kernel, Dim dilation) => (dilation * (kernel - 1)) + 1;

    /// <summary>How often it fits.</summary>
    public Dim Count(Dim size)
    {
        if (!Ceil)
        {
            return Dim.FloorDiv(size + (Before + After - Extent), Stride) + 1;
        }

        // The last one starts before the end. That says more where the stride leads from the last full one to beyond the end.
        var rounded = Dim.FloorDiv(size + (Before + After - Extent + Stride - 1), Stride) + 1;
        var starts = Dim.FloorDiv(size + (Before + Stride - 1), Stride);
        return !(Extent - Before - Stride).TryGetConstant(out var surplus) ? Dim.Min(rounded, starts)
            : surplus.Sign >= 0 ? rounded
            : starts;
    }

    /// <summary>The smallest size, of at least 1, that gives this number of windows.</summary>
    public Dim LeastFor(Dim count)
    {
        var full = ((count - 1) * Stride) + Extent - Before - After;
        var least = Ceil ? Dim.Max(full - Stride + 1, ((count - 1) * Stride) - Before + 1) : full;
        return Dim.Max(least, Dim.One);
    }
}
