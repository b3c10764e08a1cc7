using System;
using System.Linq;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Compares results.</summary>
internal static class Numbers
{
    /// <summary>The largest difference, relative to the largest number.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Asserts that two tensors have one shape, one type and, within the tolerance, the same numbers.</summary>
    public static void AssertEqual(Tensor actual, Tensor expected, string what, double tolerance = Tolerance, double leastScale = 1e-3)
    {
        Assert.True(
            expected.shape.SequenceEqual(actual.shape),
            $"{what}: ({string.Join(", ", actual.shape)}) instead of ({string.Join(", ", expected.shape)})");
        Assert.True(expected.dtype == actual.dtype, $"{what}: {actual.dtype} instead of {expected.dtype}");
        if (expected.numel() == 0)
        {
            return;
        }

        var (a, e) = (actual.to(ScalarType.Float64), expected.detach().to(ScalarType.Float64));
        Assert.True(isfinite(e).all().item<bool>(), $"{what}: the expected numbers are not finite");
        var difference = (a - e).abs().max().item<double>();
        var scale = Math.Max(e.abs().max().item<double>(), leastScale);
        Assert.True(difference <= tolerance * scale, $"{what}: differs by {difference} at a scale of {scale}");
    }
}
