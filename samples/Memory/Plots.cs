using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;

namespace Memory;

/// <summary>Draws the plots.</summary>
internal static class Plots
{
    private const double Smallest = 1e-30;

    private static readonly IPalette _palette = new ScottPlot.Palettes.Category10();

    /// <summary>Draws the norms of the gradients by distance, dashed at initialization and solid after training.</summary>
    public static Plot Gradients(IReadOnlyList<Memories> models)
    {
        var plot = new Plot();
        foreach (var (model, i) in models.Select((model, i) => (model, i)))
        {
            Line(plot, model.Before, i, LinePattern.Dashed, $"{model.Name}, at initialization");
            Line(plot, model.After, i, LinePattern.Solid, $"{model.Name}, trained");
        }

        Logarithmic(plot);
        Label(plot, "Gradient of the last output with respect to an input", "steps back", "norm");
        return plot;
    }

    /// <summary>Draws the accuracy by distance.</summary>
    /// <param name="models">The models.</param>
    /// <param name="trained">The largest distance that was trained on.</param>
    public static Plot Accuracies(IReadOnlyList<Memories> models, int trained)
    {
        var plot = new Plot();
        foreach (var (model, i) in models.Select((model, i) => (model, i)))
        {
            var line = plot.Add.Scatter(
                model.Accuracy.Select(point => (double)point.Distance).ToArray(),
                model.Accuracy.Select(point => point.Accuracy).ToArray(),
                _palette.GetColor(i));

            // Models that are equally good would hide each other.
            (line.LineWidth, line.MarkerSize, line.LegendText) = (8 - 2 * i, 14 - 2 * i, model.Name);
        }

        plot.Add.HorizontalLine(1.0 / RecallTask.Clues, 1.5f, Colors.Gray, LinePattern.Dashed).LegendText = "guessing";
        plot.Add.VerticalLine(trained, 1.5f, Colors.Gray, LinePattern.Dotted).LegendText = "largest distance in training";
        plot.Axes.SetLimitsY(0, 1.05);
        Label(plot, "Recall of a clue", "steps from the clue to its request", "accuracy");
        return plot;
    }

    /// <summary>Draws the loss of runs with exploding gradients.</summary>
    public static Plot Explosions(IReadOnlyList<ExplodingRun> runs)
    {
        var plot = new Plot();
        foreach (var (run, i) in runs.Select((run, i) => (run, i)))
        {
            var name = run.Clip is { } clip ? FormattableString.Invariant($"clipped to {clip}") : "not clipped";
            Line(plot, [.. run.Losses], i, LinePattern.Solid, $"loss, {name}");
            Line(plot, [.. run.Norms], i, LinePattern.Dotted, $"norm of the gradient, {name}");
            if (!run.IsFinite)
            {
                var end = plot.Add.Marker(run.Losses.Count - 1, Math.Log10(run.Losses[^1]), MarkerShape.Cross, 16, _palette.GetColor(i));
                (end.LineWidth, end.LegendText) = (3, "the last finite loss");
            }
        }

        Logarithmic(plot);
        Label(plot, "An RNN with ReLU and enlarged recurrent weights", "training step", "loss, norm");
        return plot;
    }

    private static void Line(Plot plot, double[] values, int color, LinePattern pattern, string name)
    {
        var points = values.Select((value, i) => (X: (double)i, Y: value))
            .Where(point => point.Y >= Smallest && double.IsFinite(point.Y)).ToList();
        var line = plot.Add.ScatterLine(
            points.Select(point => point.X).ToArray(), points.Select(point => Math.Log10(point.Y)).ToArray(), _palette.GetColor(color));
        (line.LineWidth, line.LinePattern, line.LegendText) = (2, pattern, name);
    }

    private static void Logarithmic(Plot plot) => plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        IntegerTicksOnly = true, LabelFormatter = value => FormattableString.Invariant($"1e{value:0}"),
    };

    private static void Label(Plot plot, string title, string x, string y)
    {
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.ShowLegend(Edge.Right);
    }
}
