namespace ModelGen.Training;

/// <summary>
/// The coefficient of determination: 1 minus the squared errors over the variation of the targets. Where the targets are constant it is 1
/// if there is no error and 0 otherwise, as in
/// scikit-learn; NaN with fewer than two examples.
/// </summary>
public sealed class R2Score() : RegressionMetric("r2", higherIsBetter: true)
{
    private protected override double Compute(long count, double absolute, double squared, double variation) =>
        (count, variation, squared) switch
    {
        ( < 2, _, _) => double.NaN,
        (_, 0, 0) => 1,
        (_, 0, _) => 0,
        _ => 1 - squared / variation,
    };
}
