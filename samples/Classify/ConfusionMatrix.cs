using System.Collections.Generic;
using System.Linq;

namespace Classify;

/// <summary>How often snippets of one class were taken for another, and what follows from that.</summary>
internal sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    /// <summary>Counts.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="pairs">The class of each snippet and what it was taken for.</param>
    public ConfusionMatrix(int classes, IEnumerable<(int Actual, int Predicted)> pairs)
    {
        Classes = classes;
        _counts = new int[classes, classes];
        foreach (var (actual, predicted) in pairs)
        {
            _counts[actual, predicted]++;
        }
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>How many snippets of one class were taken for another.</summary>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>The share of snippets whose class was found.</summary>
    public double Accuracy => All.Sum(i => (double)_counts[i, i]) / All.Sum(Actual);

    /// <summary>The mean over the classes of the harmonic mean of precision and recall; 0 for a class that is never found.</summary>
    public double MacroF1 => All.Average(i => 2.0 * _counts[i, i] is > 0 and var found ? found / (Actual(i) + Predicted(i)) : 0);

    private IEnumerable<int> All => Enumerable.Range(0, Classes);

    /// <summary>The number of snippets of a class.</summary>
    public int Actual(int row) => All.Sum(column => _counts[row, column]);

    private int Predicted(int column) => All.Sum(row => _counts[row, column]);
}
