using System;

namespace ModelGen.Training;

/// <summary>An optimizer step that is done.</summary>
/// <param name="Step">The number of steps that are done, this one included.</param>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Batch">The number of batches of the epoch that are used.</param>
/// <param name="Loss">The mean loss over the examples of the step.</param>
/// <param name="LearningRate">The learning rate of the first parameter group.</param>
/// <param name="GradientNorm">The norm of the gradient before it was clipped; NaN where it is not clipped by its norm.</param>
/// <param name="Examples">The number of examples of the step.</param>
/// <param name="ExamplesPerSecond">The number of examples per second since the run began or was resumed.</param>
/// <param name="Elapsed">The time that the run has taken.</param>
/// <param name="Share">The share of the run that is done, from 0 to 1.</param>
public readonly record struct TrainingStep(
    long Step, int Epoch, long Batch, double Loss, double LearningRate, double GradientNorm, long Examples, double ExamplesPerSecond,
    TimeSpan Elapsed, double Share)
{
    /// <summary>The time left, estimated from the time taken.</summary>
    public TimeSpan Left =>
        Share > 0
            ? TimeSpan.FromSeconds(Math.Min(Elapsed.TotalSeconds * ((1 - Share) / Share), TimeSpan.FromDays(9999).TotalSeconds))
            : TimeSpan.Zero;
}
