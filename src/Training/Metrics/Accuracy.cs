using System.Linq;

namespace ModelGen.Training;

/// <summary>The share of the examples whose class is predicted.</summary>
/// <param name="classAxis">The axis of the outputs with a score for each class.</param>
/// <param name="threshold">The score above which an example is class 1, where there is one score per example: 0 for logits, 0.5 for
/// probabilities.</param>
/// <param name="ignoredTarget">A target that is left out.</param>
public sealed class Accuracy(long classAxis = -1, double threshold = 0, long ignoredTarget = MaskedTokens.Ignored)
    : ClassificationMetric("accuracy", classAxis, threshold, ignoredTarget)
{
    private protected override double Compute(long[,] counts) =>
        Enumerable.Range(0, counts.GetLength(0)).Sum(i => counts[i, i]) / (double)counts.Cast<long>().Sum();
}
