using System;

namespace ModelGen.Training;

/// <summary>The square root of the mean squared error.</summary>
public sealed class RootMeanSquaredError() : RegressionMetric("rmse", higherIsBetter: false)
{
    private protected override double Compute(long count, double absolute, double squared, double variation) => Math.Sqrt(squared / count);
}
