namespace ModelGen.Training;

/// <summary>The value that decides which weights are the best.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HigherIsBetter">Whether a larger value is a better one.</param>
/// <param name="MinimumImprovement">How much better a value must be to count as better.</param>
internal sealed record MonitoredValue(string Name, bool HigherIsBetter, double MinimumImprovement)
{
    /// <summary>Whether a value is better than the best one so far, which is NaN before the first. NaN is never better.</summary>
    public bool IsBetter(double value, double best) =>
        !double.IsNaN(value)
            && (double.IsNaN(best) || (HigherIsBetter ? value > best + MinimumImprovement : value < best - MinimumImprovement));
}
