using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 2.</summary>
public sealed class RnnTests
{
    [Fact]
    public void A_layer_from_128_to_256_computes_the_formula_and_returns_its_final_state()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new RnnLayer();
        var input = randn(3, 5, 128);

        var (outputs, state) = model.call(input);
        var (outputsByHand, stateByHand) = Rnn.ByHand(model, input);

        Assert.Equal([3, 5, 256], outputs.shape);
        Assert.Equal([3, 256], state.shape);
        Assert.True(outputs.allclose(outputsByHand, atol: 1e-5));
        Assert.True(state.allclose(stateByHand, atol: 1e-5));
        Assert.True(state.allclose(outputs[.., -1]));
    }

    [Fact]
    public void Tensors_that_differ_are_not_shown_as_equal()
    {
        using var scope = NewDisposeScope();

        Assert.Equal("equal", Show.Agreement(ones(2), ones(2) + 1e-6));
        Assert.Equal("different, by up to 0.10", Show.Agreement(ones(2), ones(2) + 0.1));
        Assert.False(Show.AreEqual(ones(2), ones(2, 1)));
    }
}
