using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace ModelGen.Training;

/// <summary>A confusion matrix.</summary>
internal static class ConfusionPicture
{
    private const int Cell = 64;
    private const int SmallestCell = 16;
    private const int Around = 260;
    private const int LargestSide = 1600;
    private const int LargestFont = 16;
    private const int LongestName = 24;
    private const int CharacterWidth = 8;
    private const int LabelHeight = 32;
    private const int BarWidth = 90;

    // A heat map is an image, which viewers of SVG blur when they enlarge it.
    private const int MostRectangles = 40;

    // Numbers would not be legible in smaller cells.
    private const int SmallestCellWithNumber = 28;

    /// <summary>Lays out the picture.</summary>
    public static Picture Draw(long[,] counts, IReadOnlyList<string> classes, PlotOptions options)
    {
        var n = classes.Count;
        var side = Math.Min(LargestSide, Math.Max(n * Cell + Around, 520));
        var (width, height) = (options.Width ?? side + 60, options.Height ?? side);
        return new(width, height, canvas =>
        {
            canvas.Clear(SKColors.White);
            using var plot = Plot(counts, classes, options.Title, cell: Math.Min(width, height - Around / 2) / (double)(n + 2));
            PictureFile.Render(plot, canvas, new PixelRect(0, width, height, 0));
        });
    }

    private static Plot Plot(long[,] counts, IReadOnlyList<string> classes, string? title, double cell)
    {
        var plot = PictureFile.NewPlot();
        var n = classes.Count;
        var longest = counts.Cast<long>().Max().ToString("N0", CultureInfo.InvariantCulture).Length;
        var fontSize = (float)Math.Min(LargestFont, cell / (0.65 * longest));
        var shares = new double[n, n];
        var colors = new ScottPlot.Colormaps.Viridis();
        for (var row = 0; row < n; row++)
        {
            var all = Enumerable.Range(0, n).Sum(column => (double)counts[row, column]);
            for (var column = 0; column < n; column++)
            {
                shares[row, column] = all == 0 ? 0 : counts[row, column] / all;
                if (n <= MostRectangles)
                {
                    var (x, y) = (column, n - 1 - row);
                    var rectangle = plot.Add.Rectangle(x - 0.5, x + 0.5, y - 0.5, y + 0.5);
                    rectangle.FillColor = colors.GetColor(shares[row, column]);
                    rectangle.LineWidth = 0;
                }

                if (cell >= SmallestCellWithNumber && fontSize >= 7)
                {
                    // The first row of a heat map is at the top.
                    var count = plot.Add.Text(counts[row, column].ToString("N0", CultureInfo.InvariantCulture), column, n - 1 - row);
                    count.LabelAlignment = Alignment.MiddleCenter;
                    count.LabelFontSize = fontSize;
                    count.LabelFontColor = shares[row, column] > 0.5 ? Colors.Black : Colors.White;
                }
            }
        }

        var map = plot.Add.Heatmap(shares);
        map.Colormap = colors;
        map.ManualRange = new ScottPlot.Range(0, 1);
        map.IsVisible = n > MostRectangles;
        plot.MoveToBottom(map);
        var bar = plot.Add.ColorBar(map);
        bar.Label = "fraction of the true class";
        bar.Axis.TickGenerator = new NumericFixedInterval(0.2);
        bar.MinimumSize = BarWidth;
        var shown = Math.Max(1, (int)Math.Ceiling(SmallestCell / cell));
        plot.Axes.Left.TickGenerator = Ticks(classes, shown, i => n - 1 - i);
        plot.Axes.Bottom.TickGenerator = Ticks(classes, shown, i => i);
        var longestName = CharacterWidth * classes.Max(name => Shortened(name).Length);
        if (longestName > cell)
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = -90;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
            plot.Axes.Bottom.MinimumSize = longestName + LabelHeight;
        }

        plot.Axes.SetLimits(-0.5, n - 0.5, -0.5, n - 0.5);
        plot.HideGrid();
        if (title is not null)
        {
            plot.Title(title);
        }

        plot.XLabel("predicted class");
        plot.YLabel("true class");
        return plot;
    }

    private static NumericManual Ticks(IReadOnlyList<string> classes, int every, Func<int, double> position)
    {
        var shown = Enumerable.Range(0, classes.Count).Where(i => i % every == 0).ToArray();
        return new NumericManual(Array.ConvertAll(shown, i => position(i)), Array.ConvertAll(shown, i => Shortened(classes[i])));
    }

    private static string Shortened(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
}
