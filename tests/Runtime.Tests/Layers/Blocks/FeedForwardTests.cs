using System.Linq;
using ModelGen.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class FeedForwardTests
{
    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void IsTwoLinearLayersWithAnActivationAndLeavesOneResult(GradientMode mode)
    {
        using var feedForward = new FeedForward(6, 10, Activation.GeluTanh);
        using var entered = mode.Enter(feedForward);
        using var x = randn(2, 3, 6);
        var state = feedForward.state_dict();
        Assert.Equal(["linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias"], state.Keys);
        using var scope = NewDisposeScope();
        var hidden = nn.functional.linear(x, state["linear1.weight"], state["linear1.bias"]);
        var expected = nn.functional.linear(
            hidden.gelu(TorchSharp.Modules.GELU.Approximate.tanh), state["linear2.weight"], state["linear2.bias"]);
        var actual = Handles.Exactly(1, () => feedForward.call(x), x);
        Agreement.Assert(actual, expected, 1e-6, "output");
    }

    [Fact]
    public void DropoutActsInTrainingOnly()
    {
        using var feedForward = new FeedForward(6, 4000, dropout: 0.5, bias: false);
        Assert.Equal(2, feedForward.parameters().Count());
        using var x = randn(1, 6);
        feedForward.train();
        using var first = Handles.Exactly(1, () => feedForward.call(x));
        using var second = feedForward.call(x);
        Assert.True(Agreement.Difference(first, second) > 0);
        feedForward.eval();
        using var third = feedForward.call(x);
        using var fourth = feedForward.call(x);
        Agreement.Assert(third, fourth, 0, "output");
    }

    [Fact]
    public void AnotherWidthIsExplained()
    {
        using var feedForward = new FeedForward(6, 10);
        using var x = zeros(2, 7);
        Assert.Equal(
            "FeedForward: input 'x' has size 7 along axis 1 (D), expected 6; got (2, 7) for (..., D): "
                + "give it 6 along this axis, or create FeedForward with D = 7.",
            Assert.Throws<ShapeMismatchException>(() => feedForward.call(x)).Message);
    }
}
