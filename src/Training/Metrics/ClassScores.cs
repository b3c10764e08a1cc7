using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Training;

/// <summary>Precision, recall and F1 of a confusion matrix, as scikit-learn defines them with <c>zero_division=0</c>.</summary>
internal sealed class ClassScores(Averaging averaging)
{
    public double Precision(long[,] counts) => Average(counts, (hits, predicted, _) => Ratio(hits, predicted));

    public double Recall(long[,] counts) => Average(counts, (hits, _, targets) => Ratio(hits, targets));

    public double F1(long[,] counts) => Average(counts, (hits, predicted, targets) => Ratio(2 * hits, predicted + targets));

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : part / (double)whole;

    private double Average(long[,] counts, Func<long, long, long, double> score)
    {
        var classes = counts.GetLength(0);
        var each = new List<(long Hits, long Predicted, long Targets)>();
        for (var i = 0; i < classes; i++)
        {
            var range = Enumerable.Range(0, classes);
            each.Add((counts[i, i], range.Sum(j => counts[j, i]), range.Sum(j => counts[i, j])));
        }

        return averaging switch
        {
            Averaging.Macro =>
                each.Where(one => one.Predicted + one.Targets > 0).Average(one => score(one.Hits, one.Predicted, one.Targets)),
            Averaging.Micro => score(each.Sum(one => one.Hits), each.Sum(one => one.Predicted), each.Sum(one => one.Targets)),
            Averaging.Binary when classes == 2 => score(each[1].Hits, each[1].Predicted, each[1].Targets),
            _ => throw new TrainingException(
                $"There are {classes} classes, and Averaging.Binary needs two: use Averaging.Macro or Averaging.Micro."),
        };
    }
}
