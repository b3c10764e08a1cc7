using System;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Samples.Shared;

/// <summary>Shows how training goes: a bar that is redrawn on a terminal, a plain line every few seconds where output goes to a file.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Runs some work that reports its progress.</summary>
    /// <param name="name">What is trained.</param>
    /// <param name="items">What it is trained on, in the plural.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(string name, string items, Func<Action<TrainingProgress>, T> work) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? RunWithBar(name, items, work) : RunWithLines(name, items, work);

    private static T RunWithBar<T>(string name, string items, Func<Action<TrainingProgress>, T> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 16 })
        .Start(context =>
        {
            var task = context.AddTask(Markup.Escape(name), maxValue: 1);
            return work(progress =>
            {
                task.Value = progress.Used;
                task.Description = Markup.Escape($"{name}: {Describe(progress, items)}");
            });
        });

    private static T RunWithLines<T>(string name, string items, Func<Action<TrainingProgress>, T> work)
    {
        var sinceLine = Stopwatch.StartNew();
        TrainingProgress? unsaid = null;
        var result = work(progress =>
        {
            unsaid = progress;
            if (progress.Step == 1 || sinceLine.Elapsed >= BetweenLines)
            {
                Console.WriteLine($"{name}: step {progress.Step}, {Describe(progress, items)}");
                sinceLine.Restart();
                unsaid = null;
            }
        });
        if (unsaid is { } last)
        {
            Console.WriteLine($"{name}: step {last.Step}, {Describe(last, items)}");
        }

        return result;
    }

    /// <summary>Short enough that name, bar and this fit a line of 80 columns.</summary>
    private static string Describe(TrainingProgress progress, string items) => string.Create(
        CultureInfo.InvariantCulture, $"loss {progress.Bits:F3} bits, {progress.ItemsPerSecond:N0} {items}/s, {Time(progress.Left)} left");

    /// <summary>A time in minutes and seconds, from an hour on in hours as well.</summary>
    public static string Time(TimeSpan time) => time.ToString(time < TimeSpan.FromHours(1) ? @"m\:ss" : time < TimeSpan.FromDays(1) ? @"h\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
}
