using System;
using System.Linq;
using TorchSharp;
using Xunit;

namespace Memory.Tests;

public sealed class RecallTaskTests
{
    [Fact]
    public void The_clue_is_the_first_token_alone_and_the_request_the_last()
    {
        using var batch = RecallTask.Draw(new Random(1), sequences: 50, distance: 9);
        var tokens = batch.Input.data<long>().ToArray();
        var clues = batch.Target.data<long>().ToArray();

        Assert.Equal([50L, 10], batch.Input.shape);
        Assert.Equal(RecallTask.Clues, clues.Distinct().Count());
        for (var row = 0; row < 50; row++)
        {
            Assert.Equal(clues[row], tokens[10 * row]);
            Assert.All(tokens[(10 * row + 1)..(10 * row + 9)], token => Assert.InRange(token, RecallTask.Clues, 2 * RecallTask.Clues - 1));
            Assert.Equal(RecallTask.Tokens - 1, tokens[10 * row + 9]);
        }
    }

    [Fact]
    public void Distances_rise_to_the_largest_one_that_is_trained_on()
    {
        var settings = new Settings("", Trained: 40, Steps: 200, BatchSize: 1);
        var distances = RecallTask.Training(settings).Select(batch =>
        {
            using (batch)
            {
                return (int)batch.Input.size(1) - 1;
            }
        }).ToList();

        Assert.Equal(200, distances.Count);
        Assert.True(distances.Take(20).Max() <= 10);
        Assert.InRange(distances.Max(), 30, 40);
        Assert.Equal(1, distances.Min());
    }
}
