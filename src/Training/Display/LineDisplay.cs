using System;
using System.Diagnostics;
using System.IO;

namespace ModelGen.Training;

/// <summary>Writes a line for each row of the history, and one every ten seconds in between.</summary>
internal sealed class LineDisplay(TextWriter output) : ITrainingObserver
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private long? _steps;

    public void OnStart(TrainingStart start)
    {
        _steps = start.Steps;
        output.WriteLine(
            $"{start.Model}, {DisplayText.Count(start.Parameters)} "
            + $"parameters{(start.Step > 0 ? $", resumed after step {DisplayText.Count(start.Step)}" : null)}");
    }

    public void OnStep(TrainingStep step)
    {
        if (_sinceLine.Elapsed >= _interval)
        {
            Write(DisplayText.Step(step, _steps));
        }
    }

    public void OnHistory(HistoryRow row) => Write(DisplayText.Row(row));

    public void OnEnd(FitResult result)
    {
        var best = double.IsNaN(result.Best)
            ? null : $"; best {DisplayText.Number(result.Best)} after step {DisplayText.Count(result.BestStep)}";
        output.WriteLine(
            $"{result.StopReason} after {DisplayText.Count(result.Steps)} steps and {DisplayText.Time(result.Elapsed)}{best}; peak "
            + $"memory {DisplayText.PeakMemory()}");
    }

    private void Write(string line)
    {
        output.WriteLine(line);
        _sinceLine.Restart();
    }
}
