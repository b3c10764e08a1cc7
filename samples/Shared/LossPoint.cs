using System;

namespace Samples.Shared;

/// <summary>A point of the loss curve: the loss of one step's batch, in bits for each item that is predicted.</summary>
internal readonly record struct LossPoint(TimeSpan Elapsed, double Bits);
