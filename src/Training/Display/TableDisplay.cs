using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelGen.Training;

/// <summary>
/// A table with the last rows of the history, and a line with a bar for the step at hand. It is filled by the thread that trains and drawn
/// by another one.
/// </summary>
internal sealed class TableDisplay : ITrainingObserver
{
    private const int ShownRows = 12;
    private const int BarWidth = 24;

    private readonly object _gate = new();
    private readonly List<HistoryRow> _history = [];
    private TrainingStart? _start;
    private TrainingStep? _step;
    private string _memory = string.Empty;

    /// <summary>The time between two drawings.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(200);

    public void OnStart(TrainingStart start)
    {
        lock (_gate)
        {
            _start = start;
            _history.AddRange(start.History);
            _memory = DisplayText.PeakMemory();
        }
    }

    public void OnStep(TrainingStep step)
    {
        lock (_gate)
        {
            _step = step;
        }
    }

    public void OnHistory(HistoryRow row)
    {
        lock (_gate)
        {
            _history.Add(row);
            _memory = DisplayText.PeakMemory();
        }
    }

    /// <summary>Draws the table.</summary>
    public IRenderable Render()
    {
        lock (_gate)
        {
            if (_start is not { } start)
            {
                return new Text(string.Empty);
            }

            var table = new Table().Border(TableBorder.Rounded)
                .Title(Markup.Escape($"{start.Model}, {DisplayText.Count(start.Parameters)} parameters"));
            string[] columns =
                ["epoch", "step", "loss", .. start.Metrics, .. start.Measured.Select(name => $"validation {name}"), "rate", "time"];
            foreach (var column in columns)
            {
                table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
            }

            foreach (var row in _history.TakeLast(ShownRows))
            {
                string[] cells =
                [
                    DisplayText.Count(row.Epoch), DisplayText.Count(row.Step), DisplayText.Number(row.Loss),
                    .. start.Metrics.Select(name => Cell(row.Training, name)),
                    .. start.Measured.Select(name => Cell(row.Validation, name)),
                    DisplayText.Number(row.LearningRate), DisplayText.Time(row.Elapsed),
                ];
                table.AddRow(cells);
            }

            return _step is { } step
                ? new Spectre.Console.Rows(
                    table, new Text($"{Bar(step.Share)} {DisplayText.Step(step, start.Steps)}, peak memory {_memory}")) : table;
        }
    }

    private static string Cell(IReadOnlyDictionary<string, double> values, string name) =>
        values.TryGetValue(name, out var value) ? DisplayText.Number(value) : string.Empty;

    private static string Bar(double share)
    {
        var filled = (int)Math.Round(share * BarWidth);
        return new string('━', filled) + new string('╌', BarWidth - filled);
    }
}
