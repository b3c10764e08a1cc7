using System.Collections.Generic;
using System.Linq;

namespace Classify;

/// <summary>A confusion matrix, and the scores that follow from it.</summary>
internal sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    /// <summary>Counts predictions.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="pairs">The true and the predicted class of each snippet.</param>
    public ConfusionMatrix(int classes, IEnumerable<(int Actual, int Predicted)> pairs)
    {
        Classes = classes;
        _counts = new long[classes, classes];
        foreach (var (actual, predicted) in pairs)
        {
            _counts[actual, predicted]++;
        }
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of snippets of a true class with a predicted class.</summary>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>The numbers of snippets, true classes by rows and predicted classes by columns.</summary>
    public long[,] Counts => (long[,])_counts.Clone();

    /// <summary>The accuracy: the fraction of snippets whose class is predicted correctly.</summary>
    public double Accuracy => All.Sum(i => (double)_counts[i, i]) / All.Sum(Actual);

    /// <summary>The macro-averaged F1 score: the mean over the classes of the harmonic mean of precision and recall.</summary>
    public double MacroF1 => All.Average(i => 2.0 * _counts[i, i] is > 0 and var found ? found / (Actual(i) + Predicted(i)) : 0);

    private IEnumerable<int> All => Enumerable.Range(0, Classes);

    /// <summary>Returns the number of snippets of a true class.</summary>
    public long Actual(int row) => All.Sum(column => _counts[row, column]);

    private long Predicted(int column) => All.Sum(row => _counts[row, column]);
}
