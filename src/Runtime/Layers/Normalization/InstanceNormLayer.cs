using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Normalisation of each channel of each item over its places (Ulyanov et al. 2016): <c>(B, C, places...)</c> to the same, as
/// <c>torch.nn.InstanceNorm1d</c>, <c>InstanceNorm2d</c> and <c>InstanceNorm3d</c>.
/// </summary>
public sealed class InstanceNormLayer : ChannelNorm
{
    /// <summary>The layer: scale 1, shift 0, running mean 0, running variance 1.</summary>
    /// <param name="channels">C, the number of channels.</param>
    /// <param name="eps">Added to the variance before the square root.</param>
    /// <param name="momentum">How much of each batch enters the running statistics.</param>
    /// <param name="affine">Whether a scale and a shift are learned.</param>
    /// <param name="trackRunningStats">Whether running statistics are kept for evaluation.</param>
    /// <param name="device">Where everything lives.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">There is no channel.</exception>
    public InstanceNormLayer(
        long channels, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, Device? device = null,
        ScalarType? dtype = null)
        : base("InstanceNorm", channels, eps, affine, trackRunningStats, device, dtype)
    {
        Momentum = momentum;
    }

    /// <summary>How much of each batch enters the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>Normalises each item by its own statistics, in evaluation by the running ones if there are any.</summary>
    /// <param name="x">The input <c>(B, C, places...)</c>.</param>
    /// <returns>The result, in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The second axis is not C.</exception>
    public override Tensor forward(Tensor x)
    {
        Check(x, rank: 3);
        return nn.functional.instance_norm(x, Mean, Variance, Weight, Bias, training || !Tracks, Momentum, Eps);
    }
}
