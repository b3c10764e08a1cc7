using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Instance normalisation, of each channel of each item over the spatial axes: <c>(B, C, spatial...)</c> to the same shape, as
/// <c>torch.nn.InstanceNorm1d</c>, <c>InstanceNorm2d</c> and <c>InstanceNorm3d</c> (Ulyanov et al. 2016).
/// </summary>
public sealed class InstanceNormLayer : ChannelNorm
{
    /// <summary>Creates the layer with scale 1, bias 0, running mean 0 and running variance 1.</summary>
    /// <param name="channels">The number of channels C.</param>
    /// <param name="eps">Added to the variance before the square root.</param>
    /// <param name="momentum">The weight of each batch in the running statistics.</param>
    /// <param name="affine">Whether a scale and a bias per channel are learned.</param>
    /// <param name="trackRunningStats">Whether running statistics are tracked and used in evaluation.</param>
    /// <param name="device">The device of the parameters and buffers.</param>
    /// <param name="dtype">The dtype of the parameters and buffers.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The number of channels is not positive.</exception>
    public InstanceNormLayer(
        long channels, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, Device? device = null,
        ScalarType? dtype = null)
        : base("InstanceNorm", channels, eps, affine, trackRunningStats, device, dtype)
    {
        Momentum = momentum;
    }

    /// <summary>The weight of each batch in the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>Normalises each item by its own statistics, or in evaluation by the running statistics, if tracked.</summary>
    /// <param name="x">The input <c>(B, C, spatial...)</c>.</param>
    /// <returns>The result, of the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The second axis is not C.</exception>
    public override Tensor forward(Tensor x)
    {
        Check(x, rank: 3);
        return nn.functional.instance_norm(x, Mean, Variance, Weight, Bias, training || !Tracks, Momentum, Eps);
    }
}
