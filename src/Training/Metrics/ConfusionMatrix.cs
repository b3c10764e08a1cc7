namespace ModelGen.Training;

/// <summary>How often each class is taken for each other one. Its value as a metric is the accuracy.</summary>
/// <param name="classAxis">The axis of the outputs with a score for each class.</param>
/// <param name="threshold">The score above which an example is class 1, where there is one score per example: 0 for logits, 0.5 for
/// probabilities.</param>
/// <param name="ignoredTarget">A target that is left out.</param>
public sealed class ConfusionMatrix(long classAxis = -1, double threshold = 0, long ignoredTarget = MaskedTokens.Ignored)
    : ClassificationMetric("confusion_matrix", classAxis, threshold, ignoredTarget)
{
    private readonly ClassScores _scores = new(Averaging.Micro);

    private long[,] _computed = new long[0, 0];

    /// <summary>
    /// The counts since the last reset: targets by rows, predictions by columns. Without an example since then, those of the last computed
    /// value: a trainer resets its metrics after each evaluation.
    /// </summary>
    /// <returns>A square of as many rows as there are classes.</returns>
    /// <exception cref="TrainingException">A target was none of the classes.</exception>
    public new long[,] Counts() => IsEmpty ? _computed : base.Counts();

    private protected override double Compute(long[,] counts)
    {
        _computed = counts;
        return _scores.Recall(counts);
    }
}
