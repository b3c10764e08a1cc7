using System;
using System.Linq;
using System.Text;
using Xunit;

namespace Classify.Tests;

public sealed class NaiveBayesTests
{
    [Fact]
    public void ProbabilitiesAreThoseOfTheFormula()
    {
        // "ab" has the runs a, b, ab; "bb" has b twice and bb: four different runs in all.
        var model = new NaiveBayes([Make("ab", 0), Make("bb", 1), Make("bb", 1)], classes: 2);
        double Of(double count, double total) => (count + NaiveBayes.Smoothing) / (total + 4 * NaiveBayes.Smoothing);
        var first = 1 / 3.0 * Of(1, 3) * Of(1, 3) * Of(1, 3);
        var second = 2 / 3.0 * Of(0, 6) * Of(4, 6) * Of(0, 6);

        var probabilities = model.Probabilities(Encoding.ASCII.GetBytes("ab"));

        Assert.Equal(first / (first + second), probabilities[0], 12);
        Assert.Equal(1, probabilities.Sum(), 12);
    }

    [Fact]
    public void OfWhatWasNeverSeenOnlyTheClassesThemselvesTell()
    {
        var model = new NaiveBayes([Make("ab", 0), Make("bb", 1), Make("bb", 1)], classes: 2);

        Assert.Equal(2 / 3.0, model.Probabilities(Encoding.ASCII.GetBytes("xyz"))[1], 12);
    }

    [Fact]
    public void RunsOfDifferentLengthAreDifferent()
    {
        var model = new NaiveBayes([([0, 0, 0], 0), ([1], 1)], classes: 2);
        double Of(double count, double total) => (count + NaiveBayes.Smoothing) / (total + 4 * NaiveBayes.Smoothing);

        // 0 stands three times among six runs, though (0, 0) and (0, 0, 0) are zeros as well.
        var expected = Of(3, 6) / (Of(3, 6) + Of(0, 1));
        Assert.Equal(expected, model.Probabilities([0])[0], 12);
    }

    private static (byte[] Bytes, int Class) Make(string text, int label) => (Encoding.ASCII.GetBytes(text), label);
}
