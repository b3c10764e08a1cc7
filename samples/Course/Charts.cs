using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>The parts of pictures that several chapters draw.</summary>
internal static class Charts
{
    private const int PointsPerSide = 600;

    private static readonly IPalette _palette = new ScottPlot.Palettes.Category10();

    /// <summary>Creates a plot.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="x">The label of the horizontal axis.</param>
    /// <param name="y">The label of the vertical axis.</param>
    public static Plot New(string title, string x, string y)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        return plot;
    }

    /// <summary>Adds a line in the next color, with a marker per point where there are few, and an entry in the legend.</summary>
    public static void Line(this Plot plot, double[] x, double[] y, string name)
    {
        var line = plot.Add.Scatter(x, y, _palette.GetColor(plot.GetPlottables().Count()));
        (line.LineWidth, line.MarkerSize, line.LegendText) = (2, x.Length <= 30 ? 7 : 0, name);
        if (plot.GetPlottables().Count() == 1)
        {
            plot.ShowLegend(Edge.Right);
        }
    }

    /// <summary>Adds a matrix as colors, with its first row at the top, and the meaning of the colors beside it.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="values">The matrix <c>(rows, columns)</c>; NaN leaves a cell empty.</param>
    /// <param name="rows">The labels of the rows; an empty one has no mark.</param>
    /// <param name="columns">The labels of the columns; an empty one has no mark.</param>
    public static void Heatmap(this Plot plot, Tensor values, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        var matrix = values.to(ScalarType.Float64).contiguous().data<double>().ToArray();
        // A browser draws the colors of neighboring points as a gradient, so each cell has many points of one color.
        var scale = Math.Max(1, PointsPerSide / Math.Max(rows.Count, columns.Count));
        var cells = new double[rows.Count * scale, columns.Count * scale];
        for (var row = 0; row < cells.GetLength(0); row++)
        {
            for (var column = 0; column < cells.GetLength(1); column++)
            {
                cells[row, column] = matrix[(row / scale * columns.Count) + (column / scale)];
            }
        }

        var map = plot.Add.Heatmap(cells);
        map.CellAlignment = Alignment.LowerLeft;
        map.Extent = new(-0.5, columns.Count - 0.5, -0.5, rows.Count - 0.5);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        plot.Add.ColorBar(map);
        plot.Axes.Left.SetTicks([.. Marked(rows).Select(row => rows.Count - 1.0 - row)], [.. Marked(rows).Select(row => rows[row])]);
        plot.Axes.Bottom.SetTicks([.. Marked(columns).Select(column => (double)column)], [.. Marked(columns).Select(i => columns[i])]);
        plot.HideGrid();
        plot.Axes.Margins(0, 0);
    }

    private static IEnumerable<int> Marked(IReadOnlyList<string> labels) =>
        Enumerable.Range(0, labels.Count).Where(i => labels[i].Length > 0);
}
