using System.Collections.Generic;
using System.Linq;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Tasks;

/// <summary>Naive Bayes over n-grams of one to three bytes, the classical way to recognize a language.</summary>
internal static class NaiveBayesBaseline
{
    /// <summary>Counts the n-grams of texts, and measures the classification of other texts.</summary>
    public static Score Measure(IDataset<LabeledText> known, IDataset<LabeledText> test, ClassNames classes)
    {
        var bayes = new NaiveBayes(
            [.. known.AsEnumerable().Select(text => (text.Bytes, (int)classes.NumberOf(text.Language)))], classes.Count);
        using var probabilities = Collation.Stack([.. test.AsEnumerable().Select(text => bayes.Probabilities(text.Bytes))]);
        using var labels = Collation.Vector([.. test.AsEnumerable().Select(text => classes.NumberOf(text.Language))]);
        return new("naive Bayes, 1 to 3 bytes", ("accuracy", Value(new Accuracy())), ("macro-F1", Value(new F1Score())));

        double Value(IMetric metric)
        {
            metric.Add(probabilities, labels);
            return metric.Compute();
        }
    }
}
