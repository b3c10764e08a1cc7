using System;
using System.Linq;
using Xunit;
using static TorchSharp.torch;

namespace Memory.Tests;

public sealed class ExplosionTests
{
    private static readonly Settings _settings = new("", Inputs: 32, Hidden: 64, Trained: 40, BatchSize: 16);

    [Fact]
    public void Larger_recurrent_weights_turn_vanishing_gradients_into_exploding_ones()
    {
        manual_seed(1);
        using var model = new ReluRecall(RecallTask.Tokens, 32, 64, RecallTask.Clues);
        using var batch = RecallTask.Draw(new Random(1), sequences: 8, distance: 60);
        var usual = GradientNorms.MeasureInDouble(model, batch.Input);

        Explosion.Enlarge(model);
        var enlarged = GradientNorms.MeasureInDouble(model, batch.Input);

        Assert.True(GradientNorms.FactorPerStep(usual, 10, 50) < 0.8);
        Assert.True(GradientNorms.FactorPerStep(enlarged, 10, 50) > 0.97);
    }

    [Fact]
    public void Without_clipping_the_loss_explodes_and_with_clipping_it_does_not()
    {
        var free = Explosion.Run(_settings, steps: 40, clip: null);
        var clipped = Explosion.Run(_settings, steps: 40, clip: 1);

        Assert.Equal(free.Losses[0], clipped.Losses[0], 5);
        Assert.True(free.Norms.Max() > 1000, $"{free.Norms.Max()}");
        Assert.True(!free.IsFinite || free.Losses.Max() > 100 * clipped.Losses.Max(), $"{free.Losses.Max()} {clipped.Losses.Max()}");
        Assert.True(clipped.IsFinite);
        Assert.InRange(clipped.FinalLoss, 0, 2 * Math.Log(RecallTask.Clues));
    }
}
