using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace FineTune;

/// <summary>Draws what an adaptation gains and what it forgets, over the rank of the adapters.</summary>
internal static class RankPlot
{
    /// <summary>Draws the plot.</summary>
    /// <param name="before">The bits per character before the adaptation, by text.</param>
    /// <param name="results">The results, in the order of the axis.</param>
    public static Plot Draw(IReadOnlyDictionary<string, double> before, IReadOnlyList<Adapted> results)
    {
        var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category10();
        double[] places = [.. Enumerable.Range(0, results.Count).Select(i => (double)i)];
        foreach (var ((name, start), i) in before.Select((pair, i) => (pair, i)))
        {
            var line = plot.Add.Scatter(places, [.. results.Select(result => result.Bits[name])], palette.GetColor(i));
            line.LineWidth = 2;
            line.MarkerSize = 9;
            line.LegendText = $"{name}, after";
            var level = plot.Add.HorizontalLine(start, 1.5f, palette.GetColor(i), LinePattern.Dashed);
            level.LegendText = $"{name}, before: {start:F2}";
        }

        var axis = new NumericManual();
        foreach (var (result, place) in results.Zip(places))
        {
            axis.AddMajor(place, result.Method.Rank is { } rank ? $"{rank}" : "all weights");
        }

        plot.Axes.Bottom.TickGenerator = axis;
        var values = before.Values.Concat(results.SelectMany(result => result.Bits.Values)).ToList();
        plot.Axes.SetLimits(-0.4, results.Count - 0.6, 0, values.Max() * 1.35);
        plot.Title("What an adaptation gains and what it forgets");
        plot.XLabel("rank of the adapters");
        plot.YLabel("bits per held-out character");
        plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);
        return plot;
    }
}
