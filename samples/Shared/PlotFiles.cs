using ScottPlot;

namespace Samples.Shared;

/// <summary>Writes plots as files.</summary>
internal static class PlotFiles
{
    /// <summary>Writes a plot as PNG and as SVG.</summary>
    /// <param name="plot">The plot, which is disposed.</param>
    /// <param name="output">The folder.</param>
    /// <param name="name">The name of the files without their extension.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <returns>The path of the PNG.</returns>
    /// <exception cref="SampleException">A file cannot be written.</exception>
    public static string Save(Plot plot, OutputFolder output, string name, int width = 900, int height = 560)
    {
        using (plot)
        {
            output.Write($"{name}.svg", path => plot.SaveSvg(path, width, height));
            return output.Write($"{name}.png", path => plot.SavePng(path, width, height));
        }
    }
}
