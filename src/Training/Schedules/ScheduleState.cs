using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>The calls that a scheduler of TorchSharp has had.</summary>
/// <param name="Steps">The number of calls after a step.</param>
/// <param name="Monitored">The values that it was given after each epoch.</param>
internal sealed record ScheduleState(long Steps, IReadOnlyList<double> Monitored);
