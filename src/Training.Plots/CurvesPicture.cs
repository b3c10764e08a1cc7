using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace ModelGen.Training;

/// <summary>The curves of a run.</summary>
internal static class CurvesPicture
{
    private const int PanelWidth = 560;
    private const int PanelHeight = 340;
    private const int TitleHeight = 40;

    // The last number below the axis may reach beyond it.
    private const int RightMargin = 32;

    // A curve of few points shows each of them.
    private const int MostMarkers = 50;

    private static readonly Color _training = Color.FromHex("#1F77B4");
    private static readonly Color _validation = Color.FromHex("#D55E00");

    /// <summary>Lays out the picture.</summary>
    public static Picture Draw(IReadOnlyList<HistoryRow> history, PlotOptions options)
    {
        var panels = Panels(history).ToList();
        var columns = Math.Min(2, panels.Count);
        var rows = (panels.Count + columns - 1) / columns;
        var top = options.Title is null ? 0 : TitleHeight;
        var (width, height) = (options.Width ?? columns * PanelWidth, options.Height ?? rows * PanelHeight + top);
        return new(width, height, canvas =>
        {
            canvas.Clear(SKColors.White);
            if (options.Title is { } title)
            {
                using var plot = PictureFile.NewPlot();
                plot.Layout.Frameless();
                plot.HideGrid();
                plot.Axes.SetLimits(0, 1, 0, 1);
                var text = plot.Add.Text(title, 0.5, 0.5);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontSize = 18;
                text.LabelBold = true;
                PictureFile.Render(plot, canvas, new PixelRect(0, width, top, 0));
            }

            for (var i = 0; i < panels.Count; i++)
            {
                using var plot = Plot(panels[i], ByEpoch(history));
                var (column, row) = (i % columns, i / columns);
                PictureFile.Render(plot, canvas, new PixelRect(
                    column * width / columns, (column + 1) * width / columns,
                    top + (row + 1) * (height - top) / rows, top + row * (height - top) / rows));
            }
        });
    }

    private static IEnumerable<Panel> Panels(IReadOnlyList<HistoryRow> history)
    {
        const string Loss = TrainerOptions.Loss;
        yield return new(Loss, [Training(row => row.Loss), Validation(Loss)]);
        var names = history.SelectMany(row => row.Training.Keys.Concat(row.Validation.Keys)).Distinct();
        foreach (var name in names.Where(name => name != Loss))
        {
            yield return new(name, [Training(row => row.Training.GetValueOrDefault(name, double.NaN)), Validation(name)]);
        }

        yield return new("learning rate", [new(null, _training, Points(row => row.LearningRate))]);

        Curve Training(Func<HistoryRow, double> value) => new("training", _training, Points(value));

        Curve Validation(string name) =>
            new("validation", _validation, Points(row => row.Validation.GetValueOrDefault(name, double.NaN)));

        // What is not finite leaves a gap that the curve bridges.
        List<Coordinates> Points(Func<HistoryRow, double> value) =>
        [
            .. history.Select(row => new Coordinates(ByEpoch(history) ? row.Epoch : row.Step, value(row)))
                .Where(point => double.IsFinite(point.Y)),
        ];
    }

    private static bool ByEpoch(IReadOnlyList<HistoryRow> history) => history.DistinctBy(row => row.Epoch).Count() == history.Count;

    private static Plot Plot(Panel panel, bool byEpoch)
    {
        var plot = PictureFile.NewPlot();
        foreach (var curve in panel.Curves.Where(curve => curve.Points.Count > 0))
        {
            var line = plot.Add.Scatter(curve.Points, curve.Color);
            line.LineWidth = 2;
            line.MarkerSize = curve.Points.Count <= MostMarkers ? 5 : 0;
            line.LegendText = curve.Name ?? string.Empty;
        }

        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Margins(0.03, 0.08);
        SetLimits(plot, panel.Curves.SelectMany(curve => curve.Points).Select(point => point.Y).ToList());
        plot.Axes.Right.MinimumSize = RightMargin;
        plot.XLabel(byEpoch ? "epoch" : "step");
        plot.YLabel(panel.Name);
        if (panel.Curves.Count(curve => curve is { Name: not null, Points.Count: > 0 }) > 0)
        {
            // Outside of the axes, where it cannot hide a curve.
            var legend = plot.ShowLegend(Edge.Top);
            legend.Legend.Orientation = Orientation.Horizontal;
            legend.Padding = new PixelPadding(4);
            legend.Legend.Padding = new PixelPadding(0);
            legend.Legend.OutlineWidth = 0;
            legend.Legend.ShadowColor = Colors.Transparent;
        }

        return plot;
    }

    // ScottPlot shows a constant of any size between -1 and 1 around it.
    private static void SetLimits(Plot plot, IReadOnlyList<double> values)
    {
        if (values.Count > 0 && values.Max() == values.Min())
        {
            var around = values[0] == 0 ? 1 : 0.5 * Math.Abs(values[0]);
            plot.Axes.SetLimitsY(values[0] - around, values[0] + around);
        }
    }

    private sealed record Panel(string Name, IReadOnlyList<Curve> Curves);

    private sealed record Curve(string? Name, Color Color, List<Coordinates> Points);
}
