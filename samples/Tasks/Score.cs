namespace Tasks;

/// <summary>A row of the table that a task prints.</summary>
/// <param name="Name">The model or the baseline.</param>
/// <param name="Values">What was measured on the test data, in the order of the columns.</param>
internal sealed record Score(string Name, params (string Measure, double Value)[] Values);
