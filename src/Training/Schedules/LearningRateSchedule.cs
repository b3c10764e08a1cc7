using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// The course of the learning rate over a run. Every parameter group keeps the ratio of its own rate to the others: a schedule multiplies
/// the rate that each group had
/// when the trainer was created. A schedule belongs to one run; create a new one for the next.
/// </summary>
public abstract class LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The rates that the optimizer was created with.</summary>
    public static LearningRateSchedule Constant() => From(_ => 1);

    /// <summary>
    /// A linear rise over the first part of the run, then the falling half of a cosine over the rest (Loshchilov and Hutter 2017).
    /// </summary>
    /// <param name="warmUp">The share of the run in which the rate rises.</param>
    /// <param name="final">The rate at the end of the run, as a share of the highest rate.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A share is not from 0 to 1, or the rise takes the whole run.</exception>
    public static LearningRateSchedule Cosine(double warmUp = 0, double final = 0) =>
        Falling(warmUp, final, share => 0.5 * (1 + Math.Cos(Math.PI * share)));

    /// <summary>A linear rise over the first part of the run, then a linear fall over the rest.</summary>
    /// <inheritdoc cref="Cosine"/>
    public static LearningRateSchedule Linear(double warmUp = 0, double final = 0) => Falling(warmUp, final, share => 1 - share);

    /// <summary>A schedule of one's own.</summary>
    /// <param name="factor">
    /// What the rates are multiplied by in the next step. It is called once before each step and must depend on its argument alone, so that
    /// a run resumes exactly.
    /// </param>
    /// <returns>The schedule.</returns>
    public static LearningRateSchedule From(Func<ScheduleProgress, double> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new FactorSchedule(factor);
    }

    /// <summary>
    /// A scheduler of TorchSharp, such as <c>optim.lr_scheduler.OneCycleLR</c>.
    /// A run that is resumed repeats its calls.
    /// </summary>
    /// <param name="scheduler">The scheduler, newly created for the optimizer.</param>
    /// <param name="period">When it is stepped. After an epoch it is given the value that the run monitors, as <c>ReduceLROnPlateau</c>
    /// needs.</param>
    /// <returns>The schedule.</returns>
    public static LearningRateSchedule From(optim.lr_scheduler.LRScheduler scheduler, SchedulePeriod period)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        return new TorchSchedule(scheduler, period);
    }

    /// <summary>Multiplies the rates by another schedule that rises linearly over a number of steps, then stays at 1.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="InvalidOperationException">This is a scheduler of TorchSharp, which computes each rate from the last: combine it
    /// with <c>LinearLR</c> instead.</exception>
    public abstract LearningRateSchedule WithWarmUp(long steps);

    /// <summary>Sets the rates of the next step.</summary>
    internal abstract void BeforeStep(IReadOnlyList<RateGroup> groups, ScheduleProgress progress);

    /// <summary>Notes that a step is done.</summary>
    internal abstract void AfterStep();

    /// <summary>Notes that an epoch is done.</summary>
    internal abstract void AfterEpoch(double monitored);

    /// <summary>What a run that is resumed has to hand to <see cref="Restore"/>.</summary>
    internal abstract ScheduleState State { get; }

    /// <summary>Brings a new schedule to where another one was. The optimizer's own state is loaded afterwards.</summary>
    internal abstract void Restore(ScheduleState state);

    private static FactorSchedule Falling(double warmUp, double final, Func<double, double> shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(warmUp, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(final);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(final, 1);
        return new FactorSchedule(progress =>
        {
            if (progress.Share < warmUp)
            {
                // A rate of 0 would waste the first step.
                return Math.Max(progress.Share / warmUp, LeastFactor);
            }

            return final + (1 - final) * shape((progress.Share - warmUp) / (1 - warmUp));
        });
    }

    private const double LeastFactor = 0.01;
}

/// <summary>When a scheduler of TorchSharp is stepped.</summary>
public enum SchedulePeriod
{
    /// <summary>After each optimizer step.</summary>
    Step,

    /// <summary>After each epoch.</summary>
    Epoch,
}
