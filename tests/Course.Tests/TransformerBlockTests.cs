using System.Linq;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 9.</summary>
public sealed class TransformerBlockTests
{
    [Fact]
    public void The_block_by_hand_gives_the_numbers_of_the_model()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new PostNormBlock(D: 64);
        model.eval();
        var input = randn(3, 5, 64);

        Assert.True(model.call(input).allclose(TransformerBlock.ByHand(model, input), atol: 1e-5));
    }

    [Fact]
    public void The_three_declarations_have_the_same_parameters()
    {
        using var after = new PostNormBlock(D: 64);
        using var before = new PreNormBlock(D: 64);
        using var ready = new ReadyBlock(D: 64);

        Assert.Equal((12 * 64 * 64) + (13 * 64), Show.Parameters(after));
        Assert.Equal(Show.Parameters(after), Show.Parameters(before));
        Assert.Equal(Show.Parameters(after), Show.Parameters(ready));
    }

    [Fact]
    public void Residual_connections_keep_the_gradient_of_the_first_block()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var shares = TransformerBlock.Gradients().ToDictionary(stack => stack.Name, stack => stack.Norms[0] / stack.Norms[^1]);

        Assert.InRange(shares["post-LN"], 0.2, 5);
        Assert.InRange(shares["pre-LN"], 0.2, 5);
        Assert.InRange(shares["neither"], 0, 0.05);
    }
}
