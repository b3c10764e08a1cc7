using System;
using System.Collections.Generic;
using ModelGen.Training;

namespace Samples.Shared;

/// <summary>Keeps the loss of every step, in bits.</summary>
/// <param name="threads">Is told how long each step took, where the number of threads is free to choose.</param>
internal sealed class LossCurve(ThreadChoice? threads) : ITrainingObserver
{
    private readonly List<LossPoint> _points = [];

    /// <summary>The losses so far.</summary>
    public IReadOnlyList<LossPoint> Points => _points;

    public void OnStep(TrainingStep step)
    {
        threads?.Observe(step.Elapsed - (_points.Count > 0 ? _points[^1].Elapsed : TimeSpan.Zero));
        _points.Add(new LossPoint(step.Elapsed, step.Loss / Math.Log(2)));
    }
}
