using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>ONNX Runtime computes the losses that TorchSharp computes.</summary>
public sealed class LossTests
{
    public static TheoryData<Type, int> Models => new(
        from type in RandomSizes.Types
        where type.GetCustomAttribute<LossAttribute>() is not (null or CtcLossAttribute)
            && LossModels.Contains(type.Name)
        from opset in new[] { 17, 23 }
        select new TheoryDataRow<Type, int>(type, opset));

    private static HashSet<string> LossModels { get; } =
    [
        nameof(WeightedTagger), nameof(Segmentation), nameof(LogProbabilities), nameof(LogProbabilitiesAcross), nameof(Squares),
        nameof(Absolutes), nameof(SmoothAbsolutes), nameof(Labels), nameof(Divergence), nameof(LogDivergence), nameof(TwoHeads),
        nameof(Triplets), nameof(NamedTriplets),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_loss_is_the_same(Type type, int opset)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            using var drawn = new RandomSizes(type, seed);
            drawn.Model.eval();
            if (drawn.Model is WeightedTagger tagger)
            {
                tagger.Weights = seed == 0 ? null : rand(5);
            }

            LogProbabilities.ClassWeights = seed == 0 ? null : rand(5);
            using var runtime = new Runtime(drawn.Model.ToOnnx(
                new OnnxExportOptions { Opset = opset, LeadingAxes = drawn.LeadingAxes, Loss = true }));
            Assert.Equal("loss", runtime.Session.OutputNames[^1]);
            Compare(drawn, runtime);
            for (var call = 1; call < 4; call++)
            {
                using var other = drawn.OtherCall(100 + call);
                Compare(other, runtime);
            }
        }
    }

    [Fact]
    public void Every_kind_of_loss_has_a_model()
    {
        var kinds = RandomSizes.Types.Where(type => LossModels.Contains(type.Name))
            .Select(type => RandomSizes.ArchitectureOf(type).Loss!.Kind).Append("CtcLoss").Distinct().Order();
        Assert.Equal(
            typeof(LossAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LossAttribute)) && !type.IsAbstract)
                .Select(type => type.Name[..^"Attribute".Length]).Order(),
            kinds);
    }

    [Fact]
    public void The_sum_over_alignments_is_not_exported()
    {
        using var model = new Aligned();
        Assert.Equal(
            "CtcLoss of Aligned cannot be exported: ONNX has no operator for it. Export the model without its loss, and compute the loss "
                + "from the outputs.",
            Assert.Throws<OnnxExportException>(() => model.ToOnnx(new OnnxExportOptions { Loss = true })).Message);
    }

    [Fact]
    public void A_model_without_a_loss_is_refused()
    {
        using var model = new PlainGru(3, 4);
        Assert.Equal(
            "PlainGru declares no loss: add an attribute such as [MseLoss], or set Loss = false.",
            Assert.Throws<OnnxExportException>(() => model.ToOnnx(new OnnxExportOptions { Loss = true })).Message);
    }

    private static void Compare(RandomSizes drawn, Runtime runtime)
    {
        var loss = drawn.Architecture.Loss!;
        Tensor[] targets = [.. loss.Targets.Select(port => Target(port, drawn.Shape(port.Shape), loss, drawn))];
        var method = drawn.Model.GetType().GetMethod("Loss")!;
        var expected = (Tensor)method.Invoke(
            drawn.Model, BindingFlags.DoNotWrapExceptions, null, [.. drawn.Inputs, .. targets], null)!;
        Numbers.AssertEqual(runtime.Run([.. drawn.GivenInputs, .. targets])[^1], expected, $"loss of {drawn}");
    }

    // The first target is a class that no model ignores, so that the mean is over an element or more.
    private static Tensor Target(PortInfo port, long[] shape, LossInfo loss, RandomSizes drawn)
    {
        if (port.Type != DType.Int64)
        {
            return rand(shape);
        }

        var scores = drawn.Shape(drawn.Architecture.Outputs.Single(output => output.Name == loss.Outputs[0]).Shape);
        var axis = loss.Arguments.TryGetValue("Axis", out var given) ? ((ArgumentValue.Integer)given).Value : -1;
        var target = randint(0, scores[axis < 0 ? axis + scores.Length : axis], shape, dtype: ScalarType.Int64);
        target.flatten()[0] = 0L;
        return target;
    }
}
