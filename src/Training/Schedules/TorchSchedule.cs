using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>A scheduler of TorchSharp. Its state is private and cannot be saved, but it is a function of its calls, which are.</summary>
internal sealed class TorchSchedule(optim.lr_scheduler.LRScheduler scheduler, SchedulePeriod period) : LearningRateSchedule
{
    private readonly List<double> _monitored = [];
    private long _steps;

    internal override ScheduleState State => new(_steps, [.. _monitored]);

    public override LearningRateSchedule WithWarmUp(long steps) =>
        throw new InvalidOperationException(
            "A scheduler of TorchSharp computes each rate from the last one: warm up with its own LinearLR, joined by SequentialLR.");

    internal override void BeforeStep(IReadOnlyList<RateGroup> groups, ScheduleProgress progress)
    {
        // The scheduler has set the rates already, when it was created or last stepped.
    }

    internal override void AfterStep()
    {
        if (period == SchedulePeriod.Step)
        {
            _steps++;
            scheduler.step();
        }
    }

    internal override void AfterEpoch(double monitored)
    {
        if (period == SchedulePeriod.Epoch)
        {
            _monitored.Add(monitored);
            scheduler.step(monitored);
        }
    }

    internal override void Restore(ScheduleState state)
    {
        for (var step = 0L; step < state.Steps; step++)
        {
            AfterStep();
        }

        foreach (var value in state.Monitored)
        {
            AfterEpoch(value);
        }
    }
}
