using System;

namespace Samples.Shared;

/// <summary>How long a model is trained: for a time, or for a number of steps if that is given.</summary>
internal sealed record Budget(TimeSpan Time, int? Steps)
{
    /// <summary>The share that is used up, 1 or more when training is over.</summary>
    public double Used(TimeSpan elapsed, int steps) => Steps is { } all ? (double)steps / all : elapsed / Time;
}
