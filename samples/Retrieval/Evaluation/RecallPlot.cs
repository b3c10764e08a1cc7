using System.Collections.Generic;
using System.Linq;
using ScottPlot;

namespace Retrieval;

/// <summary>Draws the recall over the number of results.</summary>
internal static class RecallPlot
{
    /// <summary>Draws the plot.</summary>
    public static Plot Draw(IReadOnlyList<RetrievalScore> scores)
    {
        var plot = new Plot();
        double[] results = [1, 2, 3, 5, 10, 20, 30, 50, RetrievalScore.Depth];
        foreach (var score in scores)
        {
            var line = plot.Add.Scatter(
                results.Select(System.Math.Log10).ToArray(), [.. results.Select(count => 100 * score.Recall((int)count))]);
            line.LineWidth = 2;
            line.LegendText = $"{score.Method}, recall@10 {score.Recall(10):P1}";
        }

        plot.Axes.Bottom.SetTicks([.. results.Select(System.Math.Log10)], [.. results.Select(count => $"{count}")]);
        plot.Axes.SetLimitsY(0, 100);
        plot.Title("Held-out questions whose passage is found");
        plot.XLabel("results");
        plot.YLabel("recall, %");
        plot.ShowLegend(Alignment.LowerRight);
        return plot;
    }
}
