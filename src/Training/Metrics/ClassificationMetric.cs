using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// A measure of a classifier that is computed from its confusion matrix. Outputs have a score for each class along the class axis, or, of
/// the targets' shape, one score per example, which is
/// class 1 above the threshold.
/// </summary>
public abstract class ClassificationMetric : IMetric
{
    private ClassCounts _counts;

    private protected ClassificationMetric(string name, long classAxis, double threshold, long ignoredTarget) =>
        (Name, _counts) = (name, new ClassCounts(classAxis, threshold, ignoredTarget));

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    public void Add(Tensor outputs, Tensor targets) => _counts.Add(outputs, targets);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A target was none of the classes.</exception>
    public double Compute()
    {
        var counts = _counts.Read();
        return counts.Cast<long>().Sum() == 0 ? double.NaN : Compute(counts);
    }

    /// <inheritdoc/>
    public void Reset() => _counts.Reset();

    /// <inheritdoc/>
    public IMetric CreateEmpty()
    {
        var empty = (ClassificationMetric)MemberwiseClone();
        empty._counts = _counts.CreateEmpty();
        return empty;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> GetState() => _counts.GetState();

    /// <inheritdoc/>
    public void SetState(IReadOnlyList<Tensor> state) => _counts.SetState(state);

    /// <summary>Computes the value.</summary>
    /// <param name="counts">How often each class, by rows, was taken for each other one, by columns.</param>
    private protected abstract double Compute(long[,] counts);

    private protected bool IsEmpty => _counts.IsEmpty;

    private protected long[,] Counts() => _counts.Read();
}
