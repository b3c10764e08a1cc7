using static TorchSharp.torch;

namespace Tasks;

/// <summary>The baseline of the course: a byte is predicted from the byte before it, by counting.</summary>
internal static class PairCounts
{
    /// <summary>The pseudo-count of each pair.</summary>
    public const double Smoothing = 0.1;

    /// <summary>Returns the mean of −log₂ of the probability of each byte but the first of a row.</summary>
    /// <param name="training">The rows <c>(N, T)</c>, Int64, whose pairs are counted.</param>
    /// <param name="test">The rows <c>(M, T)</c>, Int64, that are predicted.</param>
    public static double Bits(Tensor training, Tensor test)
    {
        using var scope = NewDisposeScope();
        var counts = Pairs(training).bincount(null, 256 * 256).reshape(256, 256).to(ScalarType.Float64) + Smoothing;
        var bits = -(counts / counts.sum(1, keepdim: true)).log2().reshape(256 * 256);
        return bits[Pairs(test)].mean().item<double>();
    }

    // The number of each pair, 256 · first + second.
    private static Tensor Pairs(Tensor rows) => (rows[.., ..^1] * 256 + rows[.., 1..]).reshape(-1);
}
