using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 7.</summary>
public sealed class HeadsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Heads_by_hand_give_the_numbers_of_the_attribute(int heads)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new HeadsLayer(heads);
        var input = randn(2, 5, 64);

        var (result, weights) = model.call(input);
        var (resultByHand, weightsByHand) = Heads.ByHand(model, input, heads);

        Assert.Equal([2, heads, 5, 5], weights.shape);
        Assert.True(result.allclose(resultByHand, atol: 1e-5));
        Assert.True(weights.allclose(weightsByHand, atol: 1e-5));
    }

    [Fact]
    public void A_causal_mask_hides_later_positions()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new CausalHeads(4);

        var (_, weights) = model.call(randn(2, 5, 64));

        Assert.Equal(0, weights.triu(1).abs().max().item<float>());
        Assert.True(weights.sum(-1).allclose(ones(2, 4, 5)));
    }

    [Fact]
    public void The_task_asks_for_the_two_vectors_before_each_position()
    {
        using var scope = NewDisposeScope();
        var (input, target) = Heads.Places(3);

        Assert.True(target[.., 5, ..4].allclose(input[.., 4]));
        Assert.True(target[.., 5, 4..].allclose(input[.., 3]));
        Assert.True(target[.., 0, ..4].allclose(input[.., 7]));
    }
}
