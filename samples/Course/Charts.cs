using System.Linq;
using ScottPlot;

namespace Course;

/// <summary>The parts of pictures that several chapters draw.</summary>
internal static class Charts
{
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
}
