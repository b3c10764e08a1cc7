using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 6.</summary>
public sealed class AttentionTests
{
    [Fact]
    public void Attention_by_hand_gives_the_numbers_of_the_attribute()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new AttentionLayer();
        var (query, key, value) = (randn(2, 3, 16), randn(2, 4, 16), randn(2, 4, 5));

        var (result, weights) = Attention.ByHand(query, key, value);

        Assert.Equal([2, 3, 4], weights.shape);
        Assert.True(weights.sum(-1).allclose(ones(2, 3)));
        Assert.True(result.allclose(model.call(query, key, value), atol: 1e-5));
    }

    [Fact]
    public void Values_of_equal_keys_are_averaged()
    {
        using var scope = NewDisposeScope();
        var key = ones(1, 4, 8);
        var value = arange(4, dtype: float32).reshape(1, 4, 1);

        var (result, _) = Attention.ByHand(randn(1, 1, 8), key, value);

        Assert.Equal(1.5f, result.item<float>(), 1e-5f);
    }
}
