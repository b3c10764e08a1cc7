using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// A measure of predicted numbers. Several numbers per example, along the last axis of <c>(..., F)</c>, are measured each by itself, and
/// the mean is taken over them.
/// </summary>
public abstract class RegressionMetric : IMetric
{
    private DeviceSum _sums = new();
    private Tensor? _shift;
    private long _count;

    private protected RegressionMetric(string name, bool higherIsBetter) => (Name, HigherIsBetter) = (name, higherIsBetter);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter { get; }

    /// <summary>Adds the examples of a batch.</summary>
    /// <param name="outputs">The predicted numbers <c>(B,)</c> or <c>(..., F)</c>.</param>
    /// <param name="targets">The true numbers, of the same shape.</param>
    public void Add(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (!outputs.shape.SequenceEqual(targets.shape))
        {
            throw new TrainingException(
                $"Outputs and targets must have the same shape, but are {Describe.Shape(outputs)} and {Describe.Shape(targets)}.");
        }

        if (outputs.numel() == 0)
        {
            return;
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var columns = outputs.dim() <= 1 ? 1 : outputs.size(-1);
        var target = targets.detach().to(ScalarType.Float64).reshape(-1, columns);
        var error = outputs.detach().to(ScalarType.Float64).reshape(-1, columns).sub(target);

        // Squares of the difference to one of the targets lose less than those of the targets, and none of a constant one.
        _shift ??= target[0].clone().DetachFromDisposeScope();
        var shifted = target.sub(_shift);
        _sums.Add(stack([error.abs().sum(dim: 0L), error.square().sum(dim: 0L), shifted.sum(dim: 0L), shifted.square().sum(dim: 0L)]));
        _count += target.size(0);
    }

    /// <inheritdoc/>
    public double Compute()
    {
        var sums = _sums.Read();
        if (_count == 0)
        {
            return double.NaN;
        }

        var columns = sums.Length / 4;
        return Enumerable.Range(0, columns).Average(column => Compute(
            _count, sums[column], sums[columns + column],
            Math.Max(0, sums[3 * columns + column] - sums[2 * columns + column] * sums[2 * columns + column] / _count)));
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _sums.Reset();
        _shift?.Dispose();
        (_shift, _count) = (null, 0);
    }

    /// <inheritdoc/>
    public IMetric CreateEmpty()
    {
        var empty = (RegressionMetric)MemberwiseClone();
        (empty._sums, empty._shift, empty._count) = (new DeviceSum(), null, 0);
        return empty;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> GetState() => _shift is null ? [] : [tensor(_count), _shift.clone(), .. _sums.GetState()];

    /// <inheritdoc/>
    public void SetState(IReadOnlyList<Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Reset();
        if (state.Count > 0)
        {
            (_count, _shift) = ((long)Number.Read(state[0]), state[1].clone().DetachFromDisposeScope());
            _sums.SetState([.. state.Skip(2)]);
        }
    }

    /// <summary>Computes the value of one column.</summary>
    /// <param name="count">The number of examples.</param>
    /// <param name="absolute">The sum of the absolute errors.</param>
    /// <param name="squared">The sum of the squared errors.</param>
    /// <param name="variation">The sum of the squared differences of the targets to their mean.</param>
    private protected abstract double Compute(long count, double absolute, double squared, double variation);
}
