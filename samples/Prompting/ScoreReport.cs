using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using Spectre.Console;

namespace Prompting;

/// <summary>Shows the accuracy by the number of shots.</summary>
internal static class ScoreReport
{
    private const int Width = 1000;
    private const int Height = 560;

    private static readonly IPalette _palette = new ScottPlot.Palettes.Category10();

    /// <summary>Prints a table.</summary>
    /// <param name="tasks">The scores of each task.</param>
    /// <param name="shots">The numbers of shots, one column each.</param>
    public static void Print(IReadOnlyList<TaskScores> tasks, IReadOnlyList<int> shots)
    {
        Console.WriteLine("Accuracy by the number of examples in the prompt:");
        var table = new Table().Border(TableBorder.Ascii).AddColumn("task");
        table.AddColumn(new TableColumn("chance").RightAligned());
        foreach (var count in shots)
        {
            table.AddColumn(new TableColumn($"{count}").RightAligned());
        }

        foreach (var task in tasks)
        {
            table.AddRow(
            [
                task.Task, task.Guessing is { } guessing ? $"{guessing:P0}" : "",
                .. shots.Select(count => task.At(count) is { } score ? $"{score.Accuracy:P0}" : "-"),
            ]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Draws a line per task, as <c>shots.png</c> and <c>shots.svg</c>.</summary>
    /// <param name="title">The title of the plot.</param>
    /// <param name="tasks">The scores of each task.</param>
    /// <param name="shots">The numbers of shots, in order.</param>
    /// <param name="output">The folder.</param>
    public static void Draw(string title, IReadOnlyList<TaskScores> tasks, IReadOnlyList<int> shots, OutputFolder output)
    {
        var plot = new Plot();
        foreach (var (task, i) in tasks.Select((task, i) => (task, i)))
        {
            var line = plot.Add.Scatter(
                task.ByShots.Select(score => (double)Position(shots, score.Shots)).ToArray(),
                task.ByShots.Select(score => score.Accuracy).ToArray(), _palette.GetColor(i));

            // Tasks with equal accuracy would hide each other.
            (line.LineWidth, line.MarkerSize, line.LegendText) = (2 + tasks.Count - i, 8 + 2 * (tasks.Count - i), task.Task);
        }

        foreach (var guessing in tasks.Select(task => task.Guessing).OfType<double>().Distinct().Order())
        {
            plot.Add.HorizontalLine(guessing, 1.5f, Colors.Gray, LinePattern.Dashed).LegendText = $"guessing, {guessing:P0}";
        }

        plot.Axes.Bottom.SetTicks([.. shots.Select((_, i) => (double)i)], [.. shots.Select(count => $"{count}")]);
        plot.Axes.SetLimits(-0.3, shots.Count - 0.7, -0.03, 1.05);
        plot.Title(title);
        plot.XLabel("examples in the prompt");
        plot.YLabel("accuracy");
        plot.ShowLegend(Edge.Right);
        Console.WriteLine($"Plot: {PlotFiles.Save(plot, output, "shots", Width, Height)} and .svg.");
        if (!PlotFont.Exists)
        {
            Console.WriteLine(PlotFont.Advice("the plot"));
        }
    }

    private static int Position(IReadOnlyList<int> shots, int count) => shots.TakeWhile(other => other != count).Count();
}
