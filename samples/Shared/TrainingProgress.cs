using System;

namespace Samples.Shared;

/// <summary>Where training stands: what a progress line tells.</summary>
/// <param name="Used">The share of the budget that is used up, from 0 to 1.</param>
/// <param name="Step">The number of steps done.</param>
/// <param name="Bits">The loss in bits for each item, averaged over the last steps.</param>
/// <param name="ItemsPerSecond">Items trained on per second since the start.</param>
/// <param name="Left">The time left, estimated.</param>
internal readonly record struct TrainingProgress(double Used, int Step, double Bits, double ItemsPerSecond, TimeSpan Left);
