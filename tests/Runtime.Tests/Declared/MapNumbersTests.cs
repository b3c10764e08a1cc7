using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Slide = ModelGen.Runtime.Tests.NaiveMap.Slide;

namespace ModelGen.Runtime.Tests.Declared;

public sealed class MapNumbersTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ConvClassifier(ScalarType type)
    {
        using var reference = Reference.Load("conv_classifier");
        using var model = new ConvClassifier(dtype: type);
        reference.LoadInto(model, Weight);
        using var x = reference.Inputs["x"].to(type, copy: true);

        var (features, logits, probabilities) = Handles.Exactly(3, () => model.call(x), x);
        reference.AssertAgrees(features, "features");
        reference.AssertAgrees(logits, "logits");
        reference.AssertAgrees(probabilities, "probs");
        reference.Backward(logits);
        reference.AssertGradientNorms(model, Weight);
        features.Dispose();
        logits.Dispose();
        probabilities.Dispose();
    }

    [Theory]
    [InlineData("SGD", ScalarType.Float32)]
    [InlineData("SGD", ScalarType.Float64)]
    [InlineData("Adam", ScalarType.Float32)]
    [InlineData("Adam", ScalarType.Float64)]
    public void FiveFullBatchStepsOfTheClassifier(string name, ScalarType type)
    {
        using var reference = Reference.Load("conv_classifier");
        using var model = new TrainedConvClassifier(dtype: type);
        reference.LoadInto(model, key => Weight(key.Contains("linear", StringComparison.Ordinal) ? "logits." + key : "features." + key));
        using optim.Optimizer optimizer = name == "SGD" ? optim.SGD(model.parameters(), 0.01, momentum: 0.9) : optim.Adam(model.parameters(), 1e-3);
        using var x = reference.Inputs["x"].to(type, copy: true);

        var run = reference.TrainingRun(name);
        Assert.Equal(6, run.Count);
        foreach (var (expected, tolerance) in run)
        {
            using var loss = Handles.Exactly(1, () => model.Loss(x, reference.Inputs["labels"]), x);
            using var wide = loss.to(ScalarType.Float64);
            Assert.Equal(expected, wide.item<double>(), type == ScalarType.Float64 ? Agreement.Exact : tolerance);
            model.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }

    [Fact]
    public void ConvolutionsAreTheirSums()
    {
        Compare(new GroupedConv(dtype: Wide), [2, 4, 7, 8], (model, x) =>
            NaiveMap.Conv(x, Parameter(model, "conv.weight"), Parameter(model, "conv.bias"), new Slide([3, 2], [2, 1], [1, 0], [1, 2]), groups: 2));
        Compare(new SameConv(3, dtype: Wide), [2, 3, 5], (model, x) =>
            NaiveMap.Conv(nn.functional.pad(x, (1, 2)), Parameter(model, "conv.weight"), Parameter(model, "conv.bias"), new Slide([4], [1], [0], [1]), groups: 3));
        Compare(new ReflectedConv(dtype: Wide), [2, 2, 4, 3, 5], (model, x) =>
        {
            var rows = Gather(x, 3, [2, 1, 0, 1, 2, 1, 0]);
            var padded = Gather(rows, 4, [1, 0, 1, 2, 3, 4, 3]);
            return NaiveMap.Conv(padded, Parameter(model, "conv.weight"), null, new Slide([3, 3, 3], [1, 1, 1], [0, 0, 0], [1, 1, 1]));
        });
    }

    [Fact]
    public void SizesMayBeSymbols()
    {
        for (var k = 1; k <= 4; k++)
        {
            for (var s = 1; s <= 3; s++)
            {
                Compare(new SizedConv(k, s, dtype: Wide), [2, 2, 4, 5], (model, x) =>
                    NaiveMap.Conv(x, Parameter(model, "conv.weight"), Parameter(model, "conv.bias"), new Slide([k, 2], [s, s], [k / 2, 1], [1, 1])));
                Compare(new SizedTransposed(k, s, dtype: Wide), [2, 2, 3, 2], (model, x) => NaiveMap.ConvTranspose(
                    x, Parameter(model, "convTranspose.weight"), Parameter(model, "convTranspose.bias"), new Slide([k, k], [s, 1], [0, 0], [1, 1]), [0, 0]));
                for (var size = 4; k > 1 && size < 9; size++)
                {
                    Compare(new SizedPool(k, s), [1, 2, size, size + 1], (_, x) => NaiveMap.MaxPool(x, new Slide([k, k], [s, s], [1, 1], [1, 1], Ceil: true)));
                }
            }
        }

        Compare(new SizedMap(), [1, 2, 3, 2], (_, x) => x.mean([3], keepdim: true) + ((x.narrow(3, 0, 1) - x.narrow(3, 1, 1)) / 6));
        Compare(new TemporalNetwork(dtype: Wide), [2, 2, 9], (model, x) =>
        {
            for (var i = 0; i < 3; i++)
            {
                var (weight, bias, dilation) = (Parameter(model, $"block.{i}.conv.weight"), Parameter(model, $"block.{i}.conv.bias"), 1L << i);
                x = x + NaiveMap.Conv(nn.functional.pad(x, (2 * dilation, 0)), weight, bias, new Slide([3], [1], [0], [dilation])).relu();
            }

            return x;
        });
    }

    [Fact]
    public void TransposedConvolutionsAreTheirSums()
    {
        Compare(new GrownMap(dtype: Wide), [2, 4, 3, 5], (model, x) => NaiveMap.ConvTranspose(
            x, Parameter(model, "convTranspose.weight"), Parameter(model, "convTranspose.bias"), new Slide([3, 3], [2, 2], [1, 1], [1, 1]), [1, 0], groups: 2));
        Compare(new GrownSequence(dtype: Wide), [2, 2, 4], (model, x) => NaiveMap.ConvTranspose(
            x, Parameter(model, "convTranspose.weight"), null, new Slide([2], [1], [1], [3]), [2]));
    }

    [Fact]
    public void PoolingSeesEveryWindow()
    {
        for (var size = 5; size < 12; size++)
        {
            Compare(new LargestOfMap(), [2, 2, size, size + 1], (_, x) => NaiveMap.MaxPool(x, new Slide([2, 3], [2, 2], [0, 1], [1, 2], Ceil: true)));
            Compare(new LargestOfSequence(), [1, 2, size], (_, x) => NaiveMap.MaxPool(x, new Slide([2], [3], [1], [4])));
            Compare(new LargestOfSpread(), [1, 2, size, size], (_, x) => NaiveMap.MaxPool(x, new Slide([2, 2], [2, 2], [1, 1], [2, 2])));
            Compare(new MeanWithBorder(), [1, 2, size], (_, x) => NaiveMap.AvgPool(x, new Slide([3], [2], [1], [1], Ceil: true), countPadding: true));
            Compare(new MeanWithoutBorder(), [1, 2, size, size], (_, x) => NaiveMap.AvgPool(x, new Slide([3, 2], [3, 2], [1, 1], [1, 1]), countPadding: false));
        }

        Compare(new LargestOfVolume(), [2, 2, 3, 4, 5], (_, x) => NaiveMap.MaxPool(x, new Slide([3, 3, 3], [2, 2, 2], [1, 1, 1], [1, 1, 1])));
    }

    [Fact]
    public void MeansOfParts()
    {
        Compare(new AdaptedMean(), [2, 2, 7, 5], (_, x) =>
        {
            var rows = new[] { (0, 3), (2, 3), (4, 3) }.Select(part => x.narrow(2, part.Item1, part.Item2).mean([2], keepdim: true)).ToArray();
            var map = cat(rows, 2);
            return cat([map.narrow(3, 0, 3).mean([3], keepdim: true), map.narrow(3, 2, 3).mean([3], keepdim: true)], 3);
        });
        Compare(new GlobalMean(), [2, 2, 3, 4, 5], (_, x) => x.flatten(2).sum(2) / 60);
    }

    [Fact]
    public void UpsamplingTakesNeighbours()
    {
        Compare(new NearestUpsample(), [2, 2, 3, 4], (_, x) => Gather(Gather(x, 2, [0, 0, 1, 1, 2, 2]), 3, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]));
        Compare(new LinearUpsample(), [2, 2, 3, 4], (_, x) => Twice(Twice(x, 2), 3));
        Compare(new AlignedUpsample(), [2, 2, 3], (_, x) =>
        {
            // Seven places over two distances: every third is a given one.
            var (a, b, c) = (x.select(2, 0), x.select(2, 1), x.select(2, 2));
            return stack([a, ((2 * a) + b) / 3, (a + (2 * b)) / 3, b, ((2 * b) + c) / 3, (b + (2 * c)) / 3, c], 2);
        });

        // From three to six a new place lies a quarter to either side; Keys' cubic with a = -0.75, ends repeated.
        Compare(new CubicUpsample(), [2, 2, 3, 3], (_, x) => Cubic(Cubic(x, 2), 3));

        static Tensor Twice(Tensor x, int axis)
        {
            var last = x.size(axis) - 1;
            var places = Enumerable.Range(0, 2 * (int)x.size(axis)).ToArray();
            var near = Gather(x, axis, places.Select(place => (long)place / 2).ToArray());
            var far = Gather(x, axis, places.Select(place => Math.Clamp((place / 2) + (place % 2 == 0 ? -1L : 1L), 0, last)).ToArray());
            return (0.75 * near) + (0.25 * far);
        }

        static Tensor Cubic(Tensor x, int axis)
        {
            var last = x.size(axis) - 1;
            var places = Enumerable.Range(0, 2 * (int)x.size(axis)).Select(place => ((place + 0.5) / 2) - 0.5).ToArray();
            return Enumerable.Range(-1, 4)
                .Select(step => Gather(x, axis, places.Select(place => Math.Clamp((long)Math.Floor(place) + step, 0, last)).ToArray())
                    * tensor(places.Select(place => Keys(Math.Abs(place - Math.Floor(place) - step))).ToArray()).reshape(axis == 3 ? [1, 1, 1, -1] : [1, 1, -1, 1]))
                .Aggregate((sum, one) => sum + one);
        }

        static double Keys(double distance) => distance <= 1
            ? (1.25 * Math.Pow(distance, 3)) - (2.25 * distance * distance) + 1
            : (-0.75 * Math.Pow(distance, 3)) + (3.75 * distance * distance) - (6 * distance) + 3;
    }

    [Theory]
    [InlineData(new long[] { 12, 2, 3 })]
    [InlineData(new long[] { 2, 5, 12, 2, 3 })]
    public void PixelShuffleLaysChannelsOut(long[] shape) => Compare(new ShuffledPixels(), shape, (_, x) =>
    {
        var maps = x.reshape(-1, 3, 2, 2, 2, 3).permute(0, 1, 4, 2, 5, 3);
        return maps.reshape([.. shape[..^3], 3, 4, 6]);
    });

    [Fact]
    public void PaddingIsWhatItsModeSays() => Compare(new PaddedMap(), [2, 2, 4, 3], (_, x) =>
    {
        var mirrored = Gather(x, 2, [3, 2, 1, 0, 1, 2, 3, 2, 1]);
        var rows = Gather(mirrored, 2, [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8]);
        var repeated = Gather(rows, 3, [0, 0, 1, 2, 2]);
        var full = zeros(2, 2, 12, 7, dtype: Wide) + 0.5;
        full.narrow(2, 1, 11).narrow(3, 2, 5).copy_(repeated);
        return full;
    });

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
            ((x - Channels(mean)) / (Channels(variance) + 1e-3).sqrt() * Channels(Parameter(model, "batchNorm.weight"))) + Channels(Parameter(model, "batchNorm.bias"));

        var mean = x.mean([0, 2, 3]);
        var variance = (x - Channels(mean)).square().mean([0, 2, 3]);
        Agreement.Assert(Handles.Exactly(1, () => model.call(x), x), Normed(mean, variance), Agreement.Exact, "training");

        // The running variance is the unbiased one.
        var state = model.state_dict();
        Assert.Equal(
            ["batchNorm.bias", "batchNorm.num_batches_tracked", "batchNorm.running_mean", "batchNorm.running_var", "batchNorm.weight"], state.Keys.Order(StringComparer.Ordinal));
        Agreement.Assert(state["batchNorm.running_mean"], 0.3 * mean, Agreement.Exact, "running mean");
        Agreement.Assert(state["batchNorm.running_var"], 0.7 + (0.3 * variance * 120 / 119), Agreement.Exact, "running variance");
        model.call(x).Dispose();
        Assert.Equal(2, state["batchNorm.num_batches_tracked"].item<long>());

        model.eval();
        Agreement.Assert(Handles.Exactly(1, () => model.call(x), x), Normed(state["batchNorm.running_mean"], state["batchNorm.running_var"]), Agreement.Exact, "evaluation");
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
            [ScalarType.Float64, ScalarType.Float64, ScalarType.Int64], model.named_buffers().OrderBy(buffer => buffer.name).Select(buffer => buffer.buffer.dtype).OrderBy(type => type == ScalarType.Int64));
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
        Agreement.Assert(state["instanceNorm.running_var"], 0.9 + (0.1 * x.var([2], unbiased: true).mean([0])), Agreement.Exact, "running variance");
        model.eval();
        var expected = (x - state["instanceNorm.running_mean"].reshape(1, 3, 1)) / (state["instanceNorm.running_var"].reshape(1, 3, 1) + 1e-5).sqrt();
        Agreement.Assert(model.call(x), expected, Agreement.Exact, "evaluation");
    }

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

    private static ScalarType Wide => ScalarType.Float64;

    // Each row is all zero or all scaled, and of a thousand as many as one may expect.
    private static void AssertWhole(Tensor rows, double scale, double probability)
    {
        var zero = rows.eq(0).all(1);
        var scaled = (rows - scale).abs().lt(1e-12).all(1);
        Assert.True(zero.logical_or(scaled).all().item<bool>());
        Assert.InRange(zero.sum().item<long>(), (1000 * probability) - 90, (1000 * probability) + 90);
    }

    private static void Compare<T>(T model, long[] shape, Func<T, Tensor, Tensor> expected)
        where T : nn.Module<Tensor, Tensor>
    {
        using (model)
        {
            using var scope = NewDisposeScope();
            var x = randn(shape, dtype: Wide);
            var wanted = expected(model, x);
            foreach (var mode in GradientModes.All)
            {
                using var entered = mode.Data.Enter(model);
                Agreement.Assert(Handles.Exactly(1, () => model.call(x), x), wanted, Agreement.Exact, $"{typeof(T).Name} of ({string.Join(", ", shape)})");
            }
        }
    }

    private static Tensor Parameter(nn.Module model, string name) => model.state_dict()[name];

    private static Tensor Gather(Tensor x, int axis, long[] places) => x.index_select(axis, tensor(places));

    private static Tensor Channels(Tensor numbers) => numbers.reshape(1, -1, 1, 1);

    private static Tensor Standardized(Tensor x, long[] axes, double eps)
    {
        var mean = x.mean(axes, keepdim: true);
        return (x - mean) / ((x - mean).square().mean(axes, keepdim: true) + eps).sqrt();
    }

    private static string Weight(string key) => key
        .Replace("features.conv.", "features.0.").Replace("features.conv2.", "features.3.")
        .Replace("logits.linear.", "classifier.1.").Replace("logits.linear2.", "classifier.3.");
}
