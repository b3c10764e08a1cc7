using System;
using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>A row of the history of a run: one per evaluation and one per epoch.</summary>
/// <param name="Step">The number of optimizer steps that are done.</param>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Elapsed">The time that the run has taken, without the time between a stop and a resume.</param>
/// <param name="Loss">The mean training loss over the examples of the epoch so far.</param>
/// <param name="LearningRate">The learning rate of the first parameter group in the last step.</param>
/// <param name="Training">
/// The metrics by name over the same examples, from the outputs of the training steps; empty without metrics.
/// </param>
/// <param name="Validation">The mean loss on the validation data, <c>loss</c>, and the metrics by name; empty where nothing was
/// evaluated.</param>
public sealed record HistoryRow(
    long Step, int Epoch, TimeSpan Elapsed, double Loss, double LearningRate, IReadOnlyDictionary<string, double> Training,
    IReadOnlyDictionary<string, double> Validation);
