using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Batch normalisation, of each channel over the batch and the spatial axes: <c>(B, C)</c> or <c>(B, C, spatial...)</c> to the same shape,
/// as <c>torch.nn.BatchNorm1d</c>, <c>BatchNorm2d</c> and <c>BatchNorm3d</c> (Ioffe and Szegedy 2015).
/// </summary>
public sealed class BatchNormLayer : ChannelNorm
{
    private readonly string _layer;

    /// <summary>Creates the layer with scale 1, bias 0, running mean 0 and running variance 1.</summary>
    /// <param name="channels">The number of channels C.</param>
    /// <param name="eps">Added to the variance before the square root.</param>
    /// <param name="momentum">The weight of each batch in the running statistics.</param>
    /// <param name="affine">Whether a scale and a bias per channel are learned.</param>
    /// <param name="trackRunningStats">Whether running statistics are tracked and used in evaluation.</param>
    /// <param name="device">The device of the parameters and buffers.</param>
    /// <param name="dtype">The dtype of the parameters and buffers.</param>
    /// <param name="name">The name of the layer in error messages.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The number of channels is not positive.</exception>
    public BatchNormLayer(
        long channels, double eps = 1e-5, double momentum = 0.1, bool affine = true, bool trackRunningStats = true,
        Device? device = null, ScalarType? dtype = null, string name = "BatchNorm")
        : base("BatchNorm", channels, eps, affine, trackRunningStats, device, dtype)
    {
        Momentum = momentum;
        _layer = name;
    }

    /// <summary>The weight of each batch in the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>Normalises by the statistics of the batch in training, and by the running statistics, if tracked, in evaluation.</summary>
    /// <param name="x">The input <c>(B, C)</c> or <c>(B, C, spatial...)</c>.</param>
    /// <returns>The result, of the same shape.</returns>
    /// <exception cref="ShapeMismatchException">
    /// The second axis is not C, or the statistics of the batch are needed and there is only one value per channel, whose variance would
    /// make the running variance NaN.
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
            ? "drop the last incomplete batch, or call eval() before evaluation"
            : "set TrackRunningStats = true, or use a larger batch";
        return new ShapeMismatchException(
            $"{_layer}: BatchNorm {(training ? "in training" : "without running statistics")} needs more than one value per channel; "
                + $"got {GuardMessages.Shape(x)} for (B, C, ...): {repair}.",
            _layer, "x", expected: "more than one value per channel", actual: "1");
    }
}
