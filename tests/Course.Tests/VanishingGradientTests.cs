using System;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 3.</summary>
public sealed class VanishingGradientTests
{
    /// <summary>The chain rule of the chapter, as a product of matrices.</summary>
    [Fact]
    public void The_gradient_is_the_product_of_the_matrices_of_the_steps()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new RnnLayer(dtype: float64);
        var input = randn(1, 6, 128, dtype: float64).requires_grad_();
        var (outputs, state) = model.call(input);
        var direction = randn_like(state);
        var gradient = autograd.grad([state], [input], [direction])[0];

        var weights = model.state_dict();
        var expected = direction;
        for (var t = 5; t >= 2; t--)
        {
            var matrix = weights[t == 2 ? "outputs.rnn.weight_ih_l0" : "outputs.rnn.weight_hh_l0"];
            expected = (expected * (1 - outputs[.., t].square())).matmul(matrix);
        }

        Assert.True(gradient[.., 2].allclose(expected));
    }

    [Fact]
    public void The_gradient_of_an_initialized_network_vanishes_and_that_of_enlarged_weights_explodes()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new RnnLayer(dtype: float64);
        var norms = VanishingGradient.Norms(model);
        VanishingGradient.Scale(model, 4);
        var exploding = VanishingGradient.Norms(model);

        Assert.InRange(VanishingGradient.FactorPerStep(norms), 0.4, 0.6);
        Assert.InRange(norms[100], double.Epsilon, 1e-25);
        Assert.InRange(exploding[100], 1e5, double.MaxValue);
    }

    [Fact]
    public void The_factor_per_step_is_that_of_a_power()
    {
        var norms = new double[101];
        for (var k = 0; k <= 100; k++)
        {
            norms[k] = 3 * Math.Pow(0.9, k);
        }

        Assert.Equal(0.9, VanishingGradient.FactorPerStep(norms), 10);
    }
}
