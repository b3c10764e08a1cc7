namespace ModelGen.Training;

/// <summary>The share of the examples predicted as a class that are of the class. A class without such examples has 0.</summary>
/// <param name="averaging">How the values of the classes become one.</param>
/// <param name="classAxis">The axis of the outputs with a score for each class.</param>
/// <param name="threshold">The score above which an example is class 1, where there is one score per example: 0 for logits, 0.5 for
/// probabilities.</param>
/// <param name="ignoredTarget">A target that is left out.</param>
public sealed class PrecisionScore(
    Averaging averaging = Averaging.Macro, long classAxis = -1, double threshold = 0, long ignoredTarget = MaskedTokens.Ignored)
    : ClassificationMetric("precision", classAxis, threshold, ignoredTarget)
{
    private readonly ClassScores _scores = new(averaging);

    private protected override double Compute(long[,] counts) => _scores.Precision(counts);
}
