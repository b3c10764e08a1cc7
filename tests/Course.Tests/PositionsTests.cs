using System;
using System.Linq;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 8.</summary>
public sealed class PositionsTests
{
    [Fact]
    public void Sinusoids_by_hand_are_those_of_the_layer_and_their_products_depend_on_the_distance()
    {
        using var scope = NewDisposeScope();
        using var model = new Sinusoids();

        var positions = Positions.ByHand(40);
        var products = positions.matmul(positions.T);

        Assert.True(model.call(zeros(1, 40, 64))[0].allclose(positions, atol: 1e-6));
        Assert.All(Enumerable.Range(0, 40), k =>
        {
            var expected = Enumerable.Range(0, 32).Sum(i => Math.Cos(k * Math.Pow(10000, -i / 32.0)));
            Assert.True(products.diagonal(k).allclose(full(40 - k, expected), atol: 1e-4));
        });
    }

    [Fact]
    public void Rotary_scores_of_equal_inputs_depend_on_the_distance()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new RotaryWeights();

        var scores = Positions.RelativeScores(model, 30);

        Assert.All(Enumerable.Range(1, 20), k =>
        {
            var diagonal = scores.diagonal(-k);
            Assert.True(diagonal.allclose(diagonal[0].expand(diagonal.shape), atol: 1e-4));
        });
        Assert.True(scores.abs().max().item<float>() > 1e-2f);
    }

    [Fact]
    public void Only_attention_without_positions_is_blind_to_the_order()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var input = randn(1, 10, 64);
        var reversed = input.flip(1);
        using var blind = new NoPositions();
        using var sinusoidal = new SinusoidalAttention();
        using var learned = new LearnedAttention();
        using var rotary = new RotaryAttention();

        Assert.True(blind.call(input).allclose(blind.call(reversed), atol: 1e-5));
        nn.Module<Tensor, Tensor>[] models = [sinusoidal, learned, rotary];
        Assert.All(models, model => Assert.False(model.call(input).allclose(model.call(reversed), atol: 1e-4)));
    }
}
