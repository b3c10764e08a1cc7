using System;
using System.Linq;
using ModelGen.Training;
using Xunit;

namespace Quickstart.Tests;

public sealed class TrainingTests
{
    private static readonly Corpus Text = new(Texts.Lines(50_000));

    [Fact]
    public void EveryScoredCharacterIsScoredOnceAfterWhatStandsBeforeIt()
    {
        using var model = new BigramModule(Text.Alphabet.Count, seed: 2);
        var expected = Text.Scored.Sum(stretch => Enumerable.Range(stretch.Start, stretch.Length)
            .Sum(position => -Math.Log2(model.Probability(Text.Ids[position - 1], Text.Ids[position]))));

        // 30 does not divide a block: the last window of each scores fewer characters.
        Assert.Equal(expected, Evaluation.Bits(model.AsCandidate(context: 64), Text), 1);
        Assert.Equal(expected, Evaluation.Bits(model.AsCandidate(context: 30), Text), 1);
    }

    [Fact]
    public void TrainingLowersTheLossAndIsRepeatable()
    {
        var first = Train(new Budget(TimeSpan.Zero, Steps: 100));
        var second = Train(new Budget(TimeSpan.Zero, Steps: 100));

        Assert.Equal(100, first.Length);
        Assert.True(first[^1] < first[0] - 0.3);
        Assert.Equal(first, second);
    }

    [Fact]
    public void ARequestToStopEndsTrainingAfterTheStepAtHand()
    {
        Assert.Equal(3, Train(new Budget(TimeSpan.FromHours(1), Steps: null), stopAfter: 3).Length);
    }

    [Fact]
    public void TheSameSeedWritesTheSameTextAndTemperatureZeroTheLikeliest()
    {
        using var model = new BigramModule(Text.Alphabet.Count, seed: 3);
        using var interruption = new Interruption(() => { });
        string Write(double temperature, int topK, int seed) => Generation.Continue(
            model.AsCandidate(context: 8), Text.Alphabet, new Sampling("the", 60, temperature, topK, seed), interruption);

        Assert.Equal(Write(1, 0, seed: 4), Write(1, 0, seed: 4));
        Assert.NotEqual(Write(1, 0, seed: 4), Write(1, 0, seed: 5));
        Assert.Equal(Write(0, 0, seed: 4), Write(1, topK: 1, seed: 5));
        Assert.Equal(Text.Alphabet.Decode([model.MostLikely(Text.Alphabet.Encode("e")[0])]), Write(0, 0, seed: 4)[..1]);
        Assert.DoesNotContain('\uFFFD', Write(100, 0, seed: 4));
        Assert.Equal(60, Write(1, 0, seed: 4).Length);
    }

    private static double[] Train(Budget budget, int stopAfter = int.MaxValue)
    {
        using var model = new BigramModule(Text.Alphabet.Count, seed: 1);
        using var interruption = new Interruption(() => { });
        var losses = model.AsCandidate(context: 16).Train(Text, budget, seed: 1, interruption, new StopAfter(stopAfter, interruption));
        return losses.Select(point => point.Bits).ToArray();
    }

    private sealed class StopAfter(int steps, Interruption interruption) : ITrainingObserver
    {
        public void OnStep(TrainingStep step)
        {
            if (step.Step == steps)
            {
                interruption.Request();
            }
        }
    }
}
