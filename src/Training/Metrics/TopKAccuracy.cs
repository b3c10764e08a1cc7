using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// The share of the examples whose class is among the k with the highest scores. Of classes with equal scores, those with the higher
/// numbers come first, as in scikit-learn.
/// </summary>
public sealed class TopKAccuracy : IMetric
{
    private readonly long _k;
    private readonly long _ignoredTarget;
    private readonly Scalar _ignored;
    private readonly DeviceSum _sums = new();

    /// <summary>Creates the metric.</summary>
    /// <param name="k">The number of classes.</param>
    /// <param name="ignoredTarget">A target that is left out.</param>
    public TopKAccuracy(int k = 5, long ignoredTarget = MaskedTokens.Ignored)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        (_k, _ignoredTarget, _ignored) = (k, ignoredTarget, Scalars.Of(ignoredTarget));
    }

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"top_{_k}_accuracy");

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <summary>Adds the examples of a batch.</summary>
    /// <param name="outputs">A score for each class <c>(..., C)</c>.</param>
    /// <param name="targets">The numbers of the classes <c>(...)</c>, Int64.</param>
    public void Add(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (!outputs.shape.SkipLast(1).SequenceEqual(targets.shape))
        {
            throw new TrainingException(
                $"Outputs of {Describe.Shape(outputs)} need targets of all axes but the last, but they are {Describe.Shape(targets)}.");
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var counted = targets.ne(_ignored);
        var target = targets.mul(counted.to(ScalarType.Int64)).unsqueeze(-1);
        var score = outputs.gather(-1, target);
        var number = arange(outputs.size(-1), ScalarType.Int64, outputs.device);
        var ahead = outputs.gt(score).logical_or_(outputs.eq(score).logical_and_(number.gt(target))).sum(-1);
        var hits = ahead.lt(Scalars.Of(_k)).logical_and_(counted);
        _sums.Add(stack([hits.sum(), counted.sum()]));
    }

    /// <inheritdoc/>
    public double Compute() => _sums.Read() is [var hits, > 0 and var count] ? hits / count : double.NaN;

    /// <inheritdoc/>
    public void Reset() => _sums.Reset();

    /// <inheritdoc/>
    public IMetric CreateEmpty() => new TopKAccuracy((int)_k, _ignoredTarget);

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> GetState() => _sums.GetState();

    /// <inheritdoc/>
    public void SetState(IReadOnlyList<Tensor> state) => _sums.SetState(state);
}
