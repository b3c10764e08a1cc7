using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace FineTune;

/// <summary>Draws the accuracy of classifiers by the number of labels.</summary>
internal static class LabelPlot
{
    /// <summary>Draws the plot.</summary>
    /// <param name="results">The results, in the order of the axis.</param>
    public static Plot Draw(IReadOnlyList<HeadResult> results)
    {
        var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category10();
        double[] places = [.. Enumerable.Range(0, results.Count).Select(i => (double)i)];
        var lines = Enum.GetValues<HeadMethod>()
            .Select(method => (Name: HeadSession.Name(method), Values: results.Select(result => 100 * result.Accuracies[method])))
            .Append((Name: "naive Bayes", Values: results.Select(result => 100 * result.Bayes)));
        foreach (var ((name, values), i) in lines.Select((line, i) => (line, i)))
        {
            var line = plot.Add.Scatter(places, [.. values], palette.GetColor(i));
            (line.LineWidth, line.MarkerSize, line.LegendText) = (2, 9, name);
        }

        var axis = new NumericManual();
        foreach (var (result, place) in results.Zip(places))
        {
            axis.AddMajor(place, $"{result.Labels}");
        }

        plot.Axes.Bottom.TickGenerator = axis;
        plot.Axes.SetLimits(-0.3, results.Count - 0.7, 0, 105);
        plot.Title("Classifiers with few labels");
        plot.XLabel("labels per class");
        plot.YLabel("accuracy on held-out windows, %");
        plot.ShowLegend(Alignment.LowerRight);
        return plot;
    }
}
