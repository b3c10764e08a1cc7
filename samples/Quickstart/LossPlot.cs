using System.Collections.Generic;
using System.Linq;
using ScottPlot;

namespace Quickstart;

/// <summary>The training losses of a model and, once evaluated, its held-out bits per character.</summary>
internal sealed record Curve(string Name, IReadOnlyList<LossPoint> Losses, double? HeldOut);

/// <summary>Draws loss curves over training time.</summary>
internal static class LossPlot
{
    /// <summary>
    /// Writes a PNG with the smoothed training losses, a point per held-out result, and the order-3 model as the baseline.
    /// </summary>
    /// <exception cref="System.IO.IOException">The file cannot be written.</exception>
    public static void Save(string path, IEnumerable<Curve> curves, double baseline)
    {
        using var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category10();
        var highest = baseline;
        foreach (var (curve, i) in curves.Where(curve => curve.Losses.Count > 0).Select((curve, i) => (curve, i)))
        {
            var seconds = curve.Losses.Select(point => point.Elapsed.TotalSeconds).ToArray();
            var line = plot.Add.ScatterLine(seconds, Smooth(curve.Losses), palette.GetColor(i));
            line.LineWidth = 2;
            line.LegendText = $"{curve.Name}, training";
            highest = double.Max(highest, curve.Losses[0].Bits);
            if (curve.HeldOut is { } bits)
            {
                var point = plot.Add.Marker(seconds[^1], bits, MarkerShape.FilledDiamond, 12, palette.GetColor(i));
                point.LegendText = $"{curve.Name}, held out: {bits:F2}";
            }
        }

        var level = plot.Add.HorizontalLine(baseline, 1.5f, Colors.Gray, LinePattern.Dashed);
        level.LegendText = $"order-3 model, held out: {baseline:F2}";
        plot.Title("Character-level language models");
        plot.XLabel("training time in seconds");
        plot.YLabel("bits per character");
        plot.Axes.SetLimitsY(0, highest * 1.05);
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, 1000, 600);
    }

    /// <summary>Smooths losses by the average over all steps at first, and then by an exponential average over about 20 steps.</summary>
    private static double[] Smooth(IReadOnlyList<LossPoint> losses)
    {
        var average = 0.0;
        return losses.Select((point, i) => average += double.Max(0.05, 1.0 / (i + 1)) * (point.Bits - average)).ToArray();
    }
}
