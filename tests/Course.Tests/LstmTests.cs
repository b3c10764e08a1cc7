using System.Linq;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 4.</summary>
public sealed class LstmTests
{
    [Fact]
    public void Gates_by_hand_give_the_outputs_and_states_of_the_layer()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new LstmLayer();
        var input = randn(3, 5, 128);

        var (outputs, hidden, cell) = model.call(input);
        var steps = Lstm.ByHand(model, input);

        Assert.True(outputs.allclose(stack([.. steps.Select(step => step.Hidden)], 1), atol: 1e-5));
        Assert.True(hidden[0].allclose(steps[^1].Hidden, atol: 1e-5));
        Assert.True(cell[0].allclose(steps[^1].Cell, atol: 1e-5));
    }

    [Fact]
    public void Final_states_of_a_bidirectional_layer_are_at_opposite_ends_of_its_outputs()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new BidirectionalLstm();

        var (outputs, hidden, last) = model.call(randn(3, 5, 128));

        Assert.Equal([3, 5, 512], outputs.shape);
        Assert.Equal([2, 3, 256], hidden.shape);
        Assert.True(last[.., ..256].allclose(outputs[.., -1, ..256]));
        Assert.True(last[.., 256..].allclose(outputs[.., 0, 256..]));
        Assert.False(last.allclose(outputs[.., -1], atol: 1e-2));
    }

    [Fact]
    public void An_open_forget_gate_keeps_the_gradient()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var model = new MeasuredLstm(dtype: float64);
        var before = VanishingGradient.FactorPerStep(VanishingGradient.Norms(model));
        Lstm.SetForgetBias(model, 4);

        Assert.InRange(before, 0.5, 0.75);
        Assert.InRange(VanishingGradient.FactorPerStep(VanishingGradient.Norms(model)), 0.95, 1.1);
    }
}
