using System;
using System.IO;
using ModelGen.Training;

namespace Course;

/// <summary>Writes a line every five seconds of training.</summary>
internal sealed class ProgressLines(TextWriter writer) : ITrainingObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private TimeSpan _last;
    private TrainingStart? _start;

    /// <inheritdoc/>
    public void OnStart(TrainingStart start) => _start = start;

    /// <inheritdoc/>
    public void OnStep(TrainingStep step)
    {
        if (step.Elapsed - _last >= Interval)
        {
            _last = step.Elapsed;
            writer.WriteLine($"{_start?.Model}: step {step.Step} of {_start?.Steps}, loss {step.Loss:F3}, {Duration.Text(step.Left)} left");
        }
    }
}
