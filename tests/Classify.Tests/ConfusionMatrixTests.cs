using Xunit;

namespace Classify.Tests;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void AccuracyAndMacroF1AreThoseOfTheDefinition()
    {
        // Precision and recall: class 0 3/4 and 3/4, class 1 1/3 and 1/2, class 2 never found.
        var matrix = new ConfusionMatrix(3, [(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 0), (2, 1)]);

        Assert.Equal(4 / 7.0, matrix.Accuracy, 12);
        Assert.Equal((0.75 + 0.4 + 0) / 3, matrix.MacroF1, 12);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(4, matrix.Actual(0));
    }
}
