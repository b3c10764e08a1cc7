using System;
using System.Linq;
using System.Text;
using Xunit;
using static TorchSharp.torch;

namespace Tasks.Tests;

public sealed class CourseTests
{
    [Fact]
    public void Counts_of_pairs_cost_what_the_formula_says()
    {
        using var training = tensor(new long[,] { { 1, 2, 1, 2 }, { 2, 1, 3, 3 } });
        using var test = tensor(new long[,] { { 1, 2, 3 } });

        // After 1: 2, 2, 3. After 2: 1, 1.
        var bits = -Math.Log2((2 + PairCounts.Smoothing) / (3 + 256 * PairCounts.Smoothing))
            - Math.Log2(PairCounts.Smoothing / (2 + 256 * PairCounts.Smoothing));

        Assert.Equal(bits / 2, PairCounts.Bits(training, test), 9);
    }

    [Fact]
    public void Each_model_learns_a_text()
    {
        var text = Encoding.ASCII.GetBytes(Texts.Lines(40_000));

        var scores = Quiet.Run(() => Course.Run(text, steps: 40, seed: 1));

        Assert.Equal(6, scores.Count);
        Assert.All(scores.Skip(1), score => Assert.InRange(score.Values[0].Value, 0.5, 4.5));
    }
}
