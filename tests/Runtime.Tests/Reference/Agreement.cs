using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>How far two tensors are apart.</summary>
internal static class Agreement
{
    /// <summary>What two float64 computations of the same formula may differ by.</summary>
    public const double Exact = 1e-11;

    /// <summary>The largest absolute difference; NaN if either holds one.</summary>
    public static double Difference(Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return actual.numel() == 0 ? 0 : (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().item<double>();
    }

    public static void Assert(Tensor actual, Tensor expected, double tolerance, string name)
    {
        Xunit.Assert.Equal(expected.shape.AsEnumerable(), actual.shape);
        var difference = Difference(actual, expected);
        Xunit.Assert.True(difference <= tolerance, $"'{name}' differs by {difference:R}, which is more than {tolerance:R}.");
    }
}
