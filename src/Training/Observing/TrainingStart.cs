using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>What is known of a run when it begins.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Parameters">The number of elements of its trainable parameters.</param>
/// <param name="Step">The number of optimizer steps that are done: 0 unless the run is resumed.</param>
/// <param name="Steps">The number of steps of the whole run, if it is known.</param>
/// <param name="Metrics">The names of the metrics on the training data.</param>
/// <param name="Measured">The names of what is measured on the validation data; empty without any.</param>
/// <param name="History">The rows of the history so far.</param>
public sealed record TrainingStart(
    string Model, long Parameters, long Step, long? Steps, IReadOnlyList<string> Metrics, IReadOnlyList<string> Measured,
    IReadOnlyList<HistoryRow> History);
