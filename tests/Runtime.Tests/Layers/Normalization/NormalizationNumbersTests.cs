using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static ModelGen.Runtime.Tests.Comparison;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class NormalizationNumbersTests
{
    [Fact]
    public void BatchNormKeepsPyTorchsStatistics()
    {
        using var scope = NewDisposeScope();
        using var model = new NormedBatch(3, dtype: Wide);
        var x = (randn(4, 3, 5, 6, dtype: Wide) * 2) + 1;
        using (no_grad())
        {
            Parameter(model, "batchNorm.weight").copy_(tensor(new[] { 1.5, -1, 2 }));
            Parameter(model, "batchNorm.bias").copy_(tensor(new[] { 0.5, 0, -1 }));
        }

        Tensor Normed(Tensor mean, Tensor variance) =>
            ((x - Channels(mean)) / (Channels(variance) + 1e-3).sqrt() * Channels(Parameter(model, "batchNorm.weight")))
                + Channels(Parameter(model, "batchNorm.bias"));

        var mean = x.mean([0, 2, 3]);
        var variance = (x - Channels(mean)).square().mean([0, 2, 3]);
        Agreement.Assert(Handles.Exactly(1, () => model.call(x), x), Normed(mean, variance), Agreement.Exact, "training");

        // The running variance is the unbiased one.
        var state = model.state_dict();
        Assert.Equal(
            ["batchNorm.bias", "batchNorm.num_batches_tracked", "batchNorm.running_mean", "batchNorm.running_var", "batchNorm.weight"],
            state.Keys.Order(StringComparer.Ordinal));
        Agreement.Assert(state["batchNorm.running_mean"], 0.3 * mean, Agreement.Exact, "running mean");
        Agreement.Assert(state["batchNorm.running_var"], 0.7 + (0.3 * variance * 120 / 119), Agreement.Exact, "running variance");
        model.call(x).Dispose();
        Assert.Equal(2, state["batchNorm.num_batches_tracked"].item<long>());

        model.eval();
        Agreement.Assert(Handles.Exactly(1, () => model.call(x), x),
            Normed(state["batchNorm.running_mean"], state["batchNorm.running_var"]), Agreement.Exact, "evaluation");
        Assert.Equal(2, state["batchNorm.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void StatisticsFollowTheModel()
    {
        using var model = new NormedBatch(3);
        using var x = randn(4, 3, 5, 6);
        model.call(x).Dispose();
        model.to(ScalarType.Float64);
        model.eval();
        Assert.Equal(
            [ScalarType.Float64, ScalarType.Float64, ScalarType.Int64], model.named_buffers()
                .OrderBy(buffer => buffer.name).Select(buffer => buffer.buffer.dtype).OrderBy(type => type == ScalarType.Int64));
        using var wide = x.to(ScalarType.Float64);
        using var output = Handles.Exactly(1, () => model.call(wide), wide);
        Assert.Equal(ScalarType.Float64, output.dtype);
        model.to(META);
        Assert.All(model.named_buffers(), buffer => Assert.Equal(DeviceType.META, buffer.buffer.device_type));
    }

    [Fact]
    public void OtherNormsAreTheirFormulas()
    {
        Compare(new NormedFeatures(3, dtype: Wide), [6, 3], (_, x) => Standardized(x, [0], 1e-5));
        Compare(new PlainInstances(3, dtype: Wide), [2, 3, 4, 5], (_, x) => Standardized(x, [2, 3], 1e-5));
        Compare(new NormedGroups(6, 2, dtype: Wide), [2, 6, 5], (model, x) =>
        {
            using (no_grad())
            {
                Assert.Equal(6, Parameter(model, "groupNorm.weight").sum().item<double>());
                Assert.Equal(0, Parameter(model, "groupNorm.bias").sum().item<double>());
            }

            return Standardized(x.reshape(2, 2, 15), [2], 1e-3).reshape(2, 6, 5);
        });

        using var scope = NewDisposeScope();
        using var model = new NormedInstances(3, dtype: Wide);
        var x = randn(2, 3, 7, dtype: Wide) + 3;
        Agreement.Assert(model.call(x), Standardized(x, [2], 1e-5), Agreement.Exact, "training");
        var state = model.state_dict();
        Agreement.Assert(state["instanceNorm.running_mean"], 0.1 * x.mean([0, 2]), Agreement.Exact, "running mean");
        Agreement.Assert(
            state["instanceNorm.running_var"], 0.9 + (0.1 * x.var([2], unbiased: true).mean([0])), Agreement.Exact, "running variance");
        model.eval();
        var expected =
            (x - state["instanceNorm.running_mean"].reshape(1, 3, 1)) / (state["instanceNorm.running_var"].reshape(1, 3, 1) + 1e-5).sqrt();
        Agreement.Assert(model.call(x), expected, Agreement.Exact, "evaluation");
    }

    private static Tensor Channels(Tensor numbers) => numbers.reshape(1, -1, 1, 1);

    private static Tensor Standardized(Tensor x, long[] axes, double eps)
    {
        var mean = x.mean(axes, keepdim: true);
        return (x - mean) / ((x - mean).square().mean(axes, keepdim: true) + eps).sqrt();
    }
}
