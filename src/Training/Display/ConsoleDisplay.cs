using System;
using System.Threading;
using Spectre.Console;

namespace ModelGen.Training;

/// <summary>
/// Shows on the console how a run goes: a table that is redrawn on a terminal, plain lines where the output goes to a file.
/// </summary>
internal static class ConsoleDisplay
{
    /// <summary>Runs some work with a display.</summary>
    public static FitResult Show(Func<ITrainingObserver, FitResult> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            return work(new LineDisplay(Console.Out));
        }

        var table = new TableDisplay();
        return AnsiConsole.Live(table.Render()).Start(context =>
        {
            // The terminal is written to by a thread of its own, so that a step does not wait for it.
            using var timer = new Timer(_ => context.UpdateTarget(table.Render()), null, TableDisplay.Interval, TableDisplay.Interval);
            try
            {
                return work(table);
            }
            finally
            {
                using var done = new ManualResetEvent(false);
                if (timer.Dispose(done))
                {
                    done.WaitOne();
                }

                context.UpdateTarget(table.Render());
            }
        });
    }
}
