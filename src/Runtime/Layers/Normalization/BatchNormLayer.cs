using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Normalisation of each channel over the batch and all places (Ioffe and Szegedy 2015): <c>(B, C)</c> or <c>(B, C, places...)</c> to the
/// same, as <c>torch.nn.BatchNorm1d</c>, <c>BatchNorm2d</c> and <c>BatchNorm3d</c>.
/// </summary>
public sealed class BatchNormLayer : ChannelNorm
{
    private readonly string _layer;

    /// <summary>The layer: scale 1, shift 0, running mean 0, running variance 1.</summary>
    /// <param name="channels">C, the number of channels.</param>
    /// <param name="eps">Added to the variance before the square root.</param>
    /// <param name="momentum">How much of each batch enters the running statistics.</param>
    /// <param name="affine">Whether a scale and a shift are learned.</param>
    /// <param name="trackRunningStats">Whether running statistics are kept for evaluation.</param>
    /// <param name="device">Where everything lives.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="name">The name of the layer in error messages.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">There is no channel.</exception>
    public BatchNormLayer(
        long channels, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool trackRunningStats = true,
        Device? device = null, ScalarType? dtype = null, string name = "BatchNorm")
        : base("BatchNorm", channels, eps, affine, trackRunningStats, device, dtype)
    {
        Momentum = momentum;
        _layer = name;
    }

    /// <summary>How much of each batch enters the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>Normalises by the batch's own statistics in training, by the running ones in evaluation if there are any.</summary>
    /// <param name="x">The input <c>(B, C)</c> or <c>(B, C, places...)</c>.</param>
    /// <returns>The result, in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">
    /// The second axis is not C, or the batch's own statistics are needed and each channel has a single value, whose variance would make
    /// the running one NaN.
    /// </exception>
    public override Tensor forward(Tensor x)
    {
        Check(x, rank: 2);
        var usesBatch = training || !Tracks;
        if (usesBatch && x.numel() == Channels)
        {
            throw SingleValue(x);
        }

        if (training)
        {
            Batches?.add_(Scalars.One);
        }

        return nn.functional.batch_norm(x, Mean, Variance, Weight, Bias, usesBatch, Momentum, Eps);
    }

    private ShapeMismatchException SingleValue(Tensor x)
    {
        var repair = training
            ? "drop the last incomplete batch, or call eval() before evaluating"
            : "set TrackRunningStats = true, or give it a larger batch";
        return new ShapeMismatchException(
            $"{_layer}: BatchNorm {(training ? "in training" : "without running statistics")} needs more than one value per channel; got "
                + $"{GuardMessages.Shape(x)} for (B, C, ...): {repair}.",
            _layer, "x", expected: "more than one value per channel", actual: "1");
    }
}
