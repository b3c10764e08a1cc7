using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static ModelGen.Runtime.Tests.Comparison;
using static TorchSharp.torch;
using Slide = ModelGen.Runtime.Tests.NaiveMap.Slide;

namespace ModelGen.Runtime.Tests;

public sealed class ConvolutionNumbersTests
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
        using optim.Optimizer optimizer = name == "SGD"
            ? optim.SGD(model.parameters(), 0.01, momentum: 0.9)
            : optim.Adam(model.parameters(), 1e-3);
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
            NaiveMap.Conv(
                x, Parameter(model, "conv.weight"), Parameter(model, "conv.bias"), new Slide([3, 2], [2, 1], [1, 0], [1, 2]), groups: 2));
        Compare(new PointwiseConv(dtype: Wide), [2, 4, 5, 8], (model, x) =>
            NaiveMap.Conv(
                x, Parameter(model, "conv.weight"), Parameter(model, "conv.bias"), new Slide([1, 1], [2, 3], [0, 0], [1, 1]), groups: 2));
        Compare(new SameConv(3, dtype: Wide), [2, 3, 5], (model, x) =>
            NaiveMap.Conv(nn.functional.pad(x, (1, 2)), Parameter(model, "conv.weight"),
                Parameter(model, "conv.bias"), new Slide([4], [1], [0], [1]), groups: 3));
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
                    NaiveMap.Conv(x, Parameter(model, "conv.weight"), Parameter(model, "conv.bias"),
                        new Slide([k, 2], [s, s], [k / 2, 1], [1, 1])));
                Compare(new SizedTransposed(k, s, dtype: Wide), [2, 2, 3, 2], (model, x) => NaiveMap.ConvTranspose(
                    x, Parameter(model, "convTranspose.weight"),
                    Parameter(model, "convTranspose.bias"), new Slide([k, k], [s, 1], [0, 0], [1, 1]), [0, 0]));
                for (var size = 4; k > 1 && size < 9; size++)
                {
                    Compare(new SizedPool(k, s), [1, 2, size, size + 1],
                        (_, x) => NaiveMap.MaxPool(x, new Slide([k, k], [s, s], [1, 1], [1, 1], Ceil: true)));
                }
            }
        }

        Compare(new SizedMap(), [1, 2, 3, 2], (_, x) => x.mean([3], keepdim: true) + ((x.narrow(3, 0, 1) - x.narrow(3, 1, 1)) / 6));
        Compare(new TemporalNetwork(dtype: Wide), [2, 2, 9], (model, x) =>
        {
            for (var i = 0; i < 3; i++)
            {
                var (weight, bias, dilation) =
                    (Parameter(model, $"block.{i}.conv.weight"), Parameter(model, $"block.{i}.conv.bias"), 1L << i);
                x = x + NaiveMap.Conv(nn.functional.pad(x, (2 * dilation, 0)), weight, bias, new Slide([3], [1], [0], [dilation])).relu();
            }

            return x;
        });
    }

    [Fact]
    public void TransposedConvolutionsAreTheirSums()
    {
        Compare(new GrownMap(dtype: Wide), [2, 4, 3, 5], (model, x) => NaiveMap.ConvTranspose(
            x, Parameter(model, "convTranspose.weight"),
            Parameter(model, "convTranspose.bias"), new Slide([3, 3], [2, 2], [1, 1], [1, 1]), [1, 0], groups: 2));
        Compare(new GrownSequence(dtype: Wide), [2, 2, 4], (model, x) => NaiveMap.ConvTranspose(
            x, Parameter(model, "convTranspose.weight"), null, new Slide([2], [1], [1], [3]), [2]));
    }

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

    private static string Weight(string key) => key
        .Replace("features.conv.", "features.0.").Replace("features.conv2.", "features.3.")
        .Replace("logits.linear.", "classifier.1.").Replace("logits.linear2.", "classifier.3.");
}
