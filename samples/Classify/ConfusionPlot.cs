using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Classify;

/// <summary>Draws confusion matrices.</summary>
internal static class ConfusionPlot
{
    /// <summary>
    /// Writes a PNG with a row per true class, coloured by the fraction of its snippets per predicted class, with the counts.
    /// </summary>
    /// <exception cref="System.IO.IOException">The file cannot be written.</exception>
    public static void Save(string path, ConfusionMatrix matrix, IReadOnlyList<string> names, string title)
    {
        using var plot = new Plot();
        var n = matrix.Classes;
        var shares = new double[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
            {
                // The first row of a heat map is at the top.
                shares[row, column] = matrix.Actual(row) == 0 ? 0 : (double)matrix[row, column] / matrix.Actual(row);
                var count = plot.Add.Text($"{matrix[row, column]:N0}", column, n - 1 - row);
                count.LabelAlignment = Alignment.MiddleCenter;
                count.LabelFontSize = 16;
                count.LabelFontColor = shares[row, column] > 0.5 ? Colors.Black : Colors.White;
            }
        }

        var map = plot.Add.Heatmap(shares);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        map.ManualRange = new Range(0, 1);
        plot.MoveToBottom(map);
        plot.Add.ColorBar(map);
        plot.Axes.Left.TickGenerator = new NumericManual(names.Select((_, i) => (double)(n - 1 - i)).ToArray(), names.ToArray());
        plot.Axes.Bottom.TickGenerator = new NumericManual(names.Select((_, i) => (double)i).ToArray(), names.ToArray());
        plot.Axes.SetLimits(-0.5, n - 0.5, -0.5, n - 0.5);
        plot.HideGrid();
        plot.Title(title);
        plot.XLabel("predicted");
        plot.YLabel("true");
        plot.SavePng(path, 900, 800);
    }
}
