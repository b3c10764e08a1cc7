using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace ModelGen.Training;

/// <summary>The numbers of a run as people read them.</summary>
internal static class DisplayText
{
    /// <summary>A loss, a metric or a rate.</summary>
    public static string Number(double value) => Math.Abs(value) is > 0 and < 1e-3 or >= 1e5
        ? value.ToString("0.00e+0", CultureInfo.InvariantCulture)
        : value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A count, with separators.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time in minutes and seconds, from an hour on in hours as well.</summary>
    public static string Time(TimeSpan time) => time.ToString(
        time < TimeSpan.FromHours(1) ? @"m\:ss" : time < TimeSpan.FromDays(1) ? @"h\:mm\:ss" : @"d\.hh\:mm\:ss",
        CultureInfo.InvariantCulture);

    /// <summary>A step in one line of at most 80 columns.</summary>
    public static string Step(TrainingStep step, long? steps) =>
        $"step {Count(step.Step)}{(steps is { } all ? $"/{Count(all)}" : null)}, loss {Number(step.Loss)}, rate "
        + $"{Number(step.LearningRate)}, {Count((long)step.ExamplesPerSecond)}/s"
        + (step.Share is > 0 and < 1 ? $", {Time(step.Left)} left" : null);

    /// <summary>A row of the history in one line.</summary>
    public static string Row(HistoryRow row)
    {
        string[] parts =
        [
            $"epoch {row.Epoch}, step {Count(row.Step)}", $"loss {Number(row.Loss)}",
            .. row.Training.Select(value => $"{value.Key} {Number(value.Value)}"),
            .. row.Validation.Select(value => $"validation {value.Key} {Number(value.Value)}"),
            Time(row.Elapsed),
        ];
        return string.Join(", ", parts);
    }

    /// <summary>The most memory that the process had, in megabytes.</summary>
    public static string PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return $"{Count(process.PeakWorkingSet64 >> 20)} MB";
    }
}
