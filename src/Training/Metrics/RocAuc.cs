using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// The area under the ROC curve: how likely an example of a class has a higher score for it than one of another class, ties counting half.
/// With more than two classes it is the mean over the
/// classes, each against the rest. NaN where a class has no example. The scores of all examples are kept on the device.
/// </summary>
public sealed class RocAuc : IMetric
{
    private readonly List<(Tensor Scores, Tensor Targets)> _batches = [];

    /// <inheritdoc/>
    public string Name => "roc_auc";

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <summary>Adds the examples of a batch.</summary>
    /// <param name="outputs">A score for class 1 <c>(B,)</c> or <c>(B, 1)</c>, or a score for each class <c>(B, C)</c>: probabilities, or
    /// logits of a softmax.</param>
    /// <param name="targets">The numbers of the classes <c>(B,)</c> or <c>(B, 1)</c>.</param>
    public void Add(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (outputs.dim() is not (1 or 2) || targets.numel() != outputs.size(0))
        {
            throw new TrainingException(
                $"The outputs must be (B,) or (B, C) and the targets (B,), but they are {Describe.Shape(outputs)} and "
                + $"{Describe.Shape(targets)}.");
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var scores = outputs.dim() == 1 ? outputs.unsqueeze(1) : outputs;
        _batches.Add(
            (scores.detach().to(ScalarType.Float64, copy: true).DetachFromDisposeScope(),
                targets.reshape(-1).to(ScalarType.Int64, copy: true).DetachFromDisposeScope()));
    }

    /// <inheritdoc/>
    public double Compute()
    {
        if (_batches.Count == 0)
        {
            return double.NaN;
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var scores = cat([.. _batches.Select(batch => batch.Scores)], 0);
        var targets = cat([.. _batches.Select(batch => batch.Targets)], 0).cpu().data<long>().ToArray();
        var classes = scores.size(1);
        if (classes > 2)
        {
            // Logits of different examples cannot be compared before the softmax; probabilities stay almost as they are compared.
            var isProbability =
                scores.ge(Scalars.Of(0.0)).all().logical_and(scores.sum(1).sub(Scalars.One).abs().lt(Scalars.Of(1e-3)).all());
            scores = isProbability.item<bool>() ? scores : scores.softmax(1);
            return Enumerable.Range(0, (int)classes).Average(i => Area(Column(scores, i), target => target == i));
        }

        return Area(
            classes == 2 ? [.. Column(scores, 1).Zip(Column(scores, 0), (one, zero) => one - zero)] : Column(scores, 0), target =>
                target == 1);

        double Area(double[] column, Func<long, bool> isPositive) =>
            AreaUnderCurve(column, Array.ConvertAll(targets, target => isPositive(target)));
    }

    /// <inheritdoc/>
    public void Reset()
    {
        foreach (var (scores, targets) in _batches)
        {
            scores.Dispose();
            targets.Dispose();
        }

        _batches.Clear();
    }

    /// <inheritdoc/>
    public IMetric CreateEmpty() => new RocAuc();

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> GetState() => _batches.Count == 0
        ? []
        : [cat([.. _batches.Select(batch => batch.Scores)], 0), cat([.. _batches.Select(batch => batch.Targets)], 0)];

    /// <inheritdoc/>
    public void SetState(IReadOnlyList<Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Reset();
        if (state.Count > 0)
        {
            _batches.Add((state[0].clone().DetachFromDisposeScope(), state[1].clone().DetachFromDisposeScope()));
        }
    }

    private static double[] Column(Tensor scores, int column)
    {
        using var values = scores.select(1, column).contiguous().cpu();
        return values.data<double>().ToArray();
    }

    // The rank sum of Mann and Whitney, with the mean rank for equal scores.
    private static double AreaUnderCurve(double[] scores, bool[] isPositive)
    {
        Array.Sort(scores, isPositive);
        var ranks = 0.0;
        for (int first = 0, end; first < scores.Length; first = end)
        {
            for (end = first + 1; end < scores.Length && scores[end] == scores[first]; end++)
            {
            }

            var positives = 0;
            for (var i = first; i < end; i++)
            {
                positives += isPositive[i] ? 1 : 0;
            }

            ranks += positives * (first + 1 + end) / 2.0;
        }

        double positive = isPositive.Count(is1 => is1);
        var negative = scores.Length - positive;
        return positive == 0 || negative == 0 ? double.NaN : (ranks - positive * (positive + 1) / 2) / (positive * negative);
    }
}
