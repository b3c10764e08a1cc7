using TorchSharp;
using Xunit;
using static ModelGen.Runtime.Tests.Comparison;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class RegularizationNumbersTests
{
    [Fact]
    public void DropoutTakesWholeChannelsAndItems()
    {
        using var scope = NewDisposeScope();
        using var channels = new DroppedChannels();
        var x = ones(200, 5, 3, dtype: Wide);
        var dropped = Handles.Exactly(1, () => channels.call(x), x) - 1;
        AssertWhole(dropped.reshape(1000, 3), 1 / 0.6, probability: 0.4);
        channels.eval();
        Agreement.Assert(Handles.Exactly(1, () => channels.call(x), x), 2 * x, 0, "evaluation");

        var rows = ones(1000, 4, dtype: Wide);
        AssertWhole(Handles.Exactly(1, () => Layers.StochasticDepth.Apply(rows, 0.25, training: true), rows), 1 / 0.75, probability: 0.25);
        Agreement.Assert(Layers.StochasticDepth.Apply(rows, 1, training: true), 0 * rows, 0, "all dropped");
        Agreement.Assert(Handles.Exactly(1, () => Layers.StochasticDepth.Apply(rows, 0.25, training: false), rows), rows, 0, "evaluation");
    }

    // Each row is all zero or all scaled, and of a thousand as many as one may expect.
    private static void AssertWhole(Tensor rows, double scale, double probability)
    {
        var zero = rows.eq(0).all(1);
        var scaled = (rows - scale).abs().lt(1e-12).all(1);
        Assert.True(zero.logical_or(scaled).all().item<bool>());
        Assert.InRange(zero.sum().item<long>(), (1000 * probability) - 90, (1000 * probability) + 90);
    }
}
