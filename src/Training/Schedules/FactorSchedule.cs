using System;
using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>A schedule that is a function of the progress alone.</summary>
internal sealed class FactorSchedule(Func<ScheduleProgress, double> factor) : LearningRateSchedule
{
    internal override ScheduleState State => new(0, []);

    public override LearningRateSchedule WithWarmUp(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new FactorSchedule(progress => Math.Min(1, (progress.Step + 1) / (double)steps) * factor(progress));
    }

    internal override void BeforeStep(IReadOnlyList<RateGroup> groups, ScheduleProgress progress)
    {
        var current = factor(progress);
        foreach (var (group, initial) in groups)
        {
            group.LearningRate = initial * current;
        }
    }

    internal override void AfterStep()
    {
    }

    internal override void AfterEpoch(double monitored)
    {
    }

    internal override void Restore(ScheduleState state)
    {
    }
}
