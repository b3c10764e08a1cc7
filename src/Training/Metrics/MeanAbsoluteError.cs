namespace ModelGen.Training;

/// <summary>The mean absolute error.</summary>
public sealed class MeanAbsoluteError() : RegressionMetric("mae", higherIsBetter: false)
{
    private protected override double Compute(long count, double absolute, double squared, double variation) => absolute / count;
}
