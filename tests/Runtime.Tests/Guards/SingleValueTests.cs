using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Statistics of a single value, and windows without one.</summary>
public sealed class SingleValueTests
{
    [Fact]
    public void BatchNorm_in_training_refuses_one_value_per_channel_and_keeps_its_statistics()
    {
        using var single = randn(1, 3, 1, 1);
        using var norm = new ModelGen.Layers.BatchNormLayer(3, name: "Net.batchNorm");
        var fault = Assert.Throws<ShapeMismatchException>(() => norm.call(single));
        Assert.Equal(
            "Net.batchNorm: BatchNorm in training needs more than one value per channel; got (1, 3, 1, 1) for (B, C, ...): "
                + "drop the last incomplete batch, or call eval() before evaluation.",
            fault.Message);
        Assert.Equal(0, norm.state_dict()["num_batches_tracked"].item<long>());
        Assert.All(norm.state_dict()["running_var"].data<float>().ToArray(), value => Assert.Equal(1, value));

        norm.eval();
        norm.call(single).Dispose();
        using var untracked = new ModelGen.Layers.BatchNormLayer(3, trackRunningStats: false);
        untracked.eval();
        Assert.EndsWith("set TrackRunningStats = true, or use a larger batch.",
            Assert.Throws<ShapeMismatchException>(() => untracked.call(single)).Message, StringComparison.Ordinal);

        // Two values, or none, are as in PyTorch.
        norm.train();
        using var two = randn(1, 3, 2);
        norm.call(two).Dispose();
        using var none = zeros(0, 3);
        norm.call(none).Dispose();
        Assert.All(norm.state_dict()["running_var"].data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void GroupNorm_refuses_one_item_with_one_value_per_group()
    {
        using var single = randn(1, 4, 1, 1);
        using var norm = new ModelGen.Layers.GroupNormLayer(4, 4, name: "Net.groupNorm");
        foreach (var isTraining in new[] { true, false })
        {
            norm.train(isTraining);
            Assert.Equal(
                "Net.groupNorm: GroupNorm needs more than one value per group; got (1, 4, 1, 1) for (B, C, ...) in 4 groups: "
                    + "use fewer groups, or a larger feature map.",
                Assert.Throws<ShapeMismatchException>(() => norm.call(single)).Message);
        }

        // As in PyTorch: two items, two values per group, or no item.
        foreach (var shape in new long[][] { [2, 4], [1, 4, 2], [0, 4] })
        {
            using var x = randn(shape);
            norm.call(x).Dispose();
        }
    }
}
