using System;
using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>The result of a run.</summary>
/// <param name="StopReason">Why the run ended.</param>
/// <param name="Steps">The number of optimizer steps.</param>
/// <param name="Epochs">The number of epochs that are done.</param>
/// <param name="Elapsed">The time that the run has taken.</param>
/// <param name="Best">The best value of what was monitored; NaN if nothing was.</param>
/// <param name="BestStep">The number of steps after which it was measured.</param>
/// <param name="History">One row per evaluation and per epoch.</param>
public sealed record FitResult(
    StopReason StopReason, long Steps, int Epochs, TimeSpan Elapsed, double Best, long BestStep, IReadOnlyList<HistoryRow> History);

/// <summary>Why a run ended.</summary>
public enum StopReason
{
    /// <summary>All epochs, all steps or the whole time are done.</summary>
    Completed,

    /// <summary>What is monitored has not become better for too long.</summary>
    EarlyStopping,

    /// <summary>A cancellation token or Ctrl-C requested it; with a run folder, the run can be resumed.</summary>
    Stopped,
}
