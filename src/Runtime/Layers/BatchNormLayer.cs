using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Normalisation of each channel over the batch and all places (Ioffe and Szegedy 2015): <c>(B, C)</c> or <c>(B, C, places...)</c> to the same, as
/// <c>torch.nn.BatchNorm1d</c>, <c>BatchNorm2d</c> and <c>BatchNorm3d</c>.
/// </summary>
public sealed class BatchNormLayer : ChannelNorm
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
    public BatchNormLayer(long channels, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool trackRunningStats = true, Device? device = null, ScalarType? dtype = null)
        : base("BatchNorm", channels, eps, affine, trackRunningStats, device, dtype)
    {
        Momentum = momentum;
    }

    /// <summary>How much of each batch enters the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>Normalises by the batch's own statistics in training, by the running ones in evaluation if there are any.</summary>
    /// <param name="x">The input <c>(B, C)</c> or <c>(B, C, places...)</c>.</param>
    /// <returns>The result, in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">The second axis is not C.</exception>
    public override Tensor forward(Tensor x)
    {
        Check(x, rank: 2);
        if (training)
        {
            Batches?.add_(Scalars.One);
        }

        return nn.functional.batch_norm(x, Mean, Variance, Weight, Bias, training || !Tracks, Momentum, Eps);
    }
}
