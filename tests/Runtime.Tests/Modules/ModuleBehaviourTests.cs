using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>A generated model is a module as any other.</summary>
public sealed class ModuleBehaviourTests
{
    private static readonly string[] AttentionKeys =
        new[] { "query", "key", "value", "output" }
            .SelectMany(projection => new[] { $"{projection}.weight", $"{projection}.bias" }).ToArray();

    [Fact]
    public void KeysAreStageLayerParameter()
    {
        using var block = new TransformerBlock(16);
        string[] keys =
        [
            .. AttentionKeys.Select(key => "attention.multiHeadAttention." + key),
            "attention.layerNorm.weight", "attention.layerNorm.bias",
            "feedForward.linear.weight", "feedForward.linear.bias", "feedForward.linear2.weight", "feedForward.linear2.bias",
            "feedForward.layerNorm.weight", "feedForward.layerNorm.bias",
        ];
        Assert.Equal(keys, block.state_dict().Keys);
        Assert.Equal(keys, block.named_parameters().Select(named => named.name));
        Assert.Equal(["attention", "feedForward"],
            block.named_children().Select(child => child.name).Where(name => name is not ("x" or "mask")));
    }

    [Fact]
    public void ChainAndBlockKeysAreLayerIndexStageLayerParameter()
    {
        using var model = new SmallLanguageModel(vocabulary: 7, D: 8);
        var block = new[] { "attention.layerNorm.weight", "attention.layerNorm.bias" }
            .Concat(AttentionKeys.Select(key => "attention.multiHeadAttention." + key))
            .Concat(["feedForward.layerNorm.weight", "feedForward.layerNorm.bias"])
            .Concat(new[] { "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias" }.Select(key =>
                "feedForward.feedForward." + key))
            .ToArray();
        string[] keys =
        [
            "embedding.weight", "positionEmbedding.weight",
            .. Enumerable.Range(0, 3).SelectMany(i => block.Select(key => $"block.{i}.{key}")),
            "layerNorm.weight", "layerNorm.bias",
        ];
        Assert.Equal(keys, model.state_dict().Keys);
    }

    [Fact]
    public void AnOptimizerReachesEveryParameter()
    {
        using var model = new SmallLanguageModel(vocabulary: 7, D: 8);
        using var optimizer = optim.AdamW(model.parameters(), 0.1);
        var before = model.parameters().Select(parameter => parameter.detach().clone()).ToList();
        using var ids = randint(0, 7, [2, 12], dtype: ScalarType.Int64);
        using var target = randint(0, 7, [2, 12], dtype: ScalarType.Int64);
        using (var loss = model.Loss(ids, target))
        {
            loss.backward();
        }

        optimizer.step();
        foreach (var ((name, parameter), old) in model.named_parameters().Zip(before))
        {
            Assert.True(Agreement.Difference(parameter, old) > 0, $"{name} did not change.");
            old.Dispose();
        }
    }

    [Fact]
    public void TrainingStepsLeaveNothing()
    {
        using var model = new SmallLanguageModel(vocabulary: 7, D: 8);
        using var optimizer = optim.AdamW(model.parameters(), 1e-3);
        using var ids = randint(0, 7, [2, 12], dtype: ScalarType.Int64);
        Step();
        Handles.None(Step);

        void Step()
        {
            model.zero_grad();
            using var loss = model.Loss(ids, ids);
            loss.backward();
            optimizer.step();
        }
    }

    [Fact]
    public void SavedAndLoadedItComputesTheSame()
    {
        using var model = new TowerOfTowers(D: 8, depth: 2, classes: 3);
        using var other = new TowerOfTowers(D: 8, depth: 2, classes: 3);
        model.eval();
        other.eval();
        using var x = randn(2, 5, 8);
        using var file = new MemoryStream();
        model.save(file);
        using var written = new MemoryStream(file.ToArray());
        Handles.None(() => other.load(written));
        using var expected = model.call(x);
        using var actual = other.call(x);
        Agreement.Assert(actual, expected, 0, "output");

        var path = Path.GetTempFileName();
        model.save(path);
        using var third = new TowerOfTowers(D: 8, depth: 2, classes: 3);
        third.load(path).eval();
        File.Delete(path);
        using var again = third.call(x);
        Agreement.Assert(again, expected, 0, "output");
    }

    [Fact]
    public void ConversionThereAndBackKeepsTheValues()
    {
        using var model = new TowerOfTowers(D: 8, depth: 2, classes: 3);
        model.eval();
        using var x = randn(2, 5, 8);
        using var x64 = x.to(ScalarType.Float64);
        using var before = model.call(x);
        var keys = model.state_dict().Keys.ToArray();

        model.to(ScalarType.Float64);
        Assert.Equal(keys, model.state_dict().Keys);
        Assert.All(model.parameters(),
            parameter => Assert.True(parameter.dtype == ScalarType.Float64 && parameter.requires_grad && parameter.is_leaf));
        using var exact = Handles.Exactly(1, () => model.call(x64));
        Assert.Equal(ScalarType.Float64, exact.dtype);
        Agreement.Assert(exact, before, 1e-5, "output");

        model.to(CPU, ScalarType.Float32);
        using var after = model.call(x);
        Agreement.Assert(after, before, 0, "output");
    }

    [Fact]
    public void DeviceAndTypeOfTheConstructorReachEveryWeight()
    {
        using var model = new TowerOfTowers(D: 8, depth: 2, classes: 3, device: META, dtype: ScalarType.Float64);
        Assert.All(model.parameters(),
            parameter => Assert.Equal((DeviceType.META, ScalarType.Float64), (parameter.device_type, parameter.dtype)));
        using var recurrent = new Recurrences(3, 4, 5, device: META, dtype: ScalarType.Float64);
        Assert.All(recurrent.parameters(),
            parameter => Assert.Equal((DeviceType.META, ScalarType.Float64), (parameter.device_type, parameter.dtype)));
    }

    [Fact]
    public void TrainAndEvalReachNestedBlocks()
    {
        using var model = new TowerOfTowers(D: 8, depth: 2, classes: 3);
        using var x = randn(2, 5, 8);
        model.eval();
        Assert.All(model.modules(), module => Assert.False(module.training));
        using var first = model.call(x);
        using var second = model.call(x);
        Agreement.Assert(second, first, 0, "evaluation");

        model.train();
        Assert.All(model.modules(), module => Assert.True(module.training));
        using var third = model.call(x);
        using var fourth = model.call(x);
        Assert.NotEqual(0, Agreement.Difference(third, fourth));
    }

    [Fact]
    public void AModelOutlivesTheDisposeScopeItWasMadeIn()
    {
        SmallLanguageModel model;
        Recurrences recurrent;
        TwoInputs two;
        using (NewDisposeScope())
        {
            model = new SmallLanguageModel(vocabulary: 7, D: 8);
            recurrent = new Recurrences(3, 4, 5);
            two = new TwoInputs(8, 7);
        }

        using (model)
        using (recurrent)
        using (two)
        {
            Assert.All(model.parameters().Concat(recurrent.parameters()).Concat(two.parameters()),
                parameter => Assert.False(parameter.IsInvalid));
            using (NewDisposeScope())
            {
                model.to(ScalarType.Float64);
            }

            using var ids = zeros(1, 4, dtype: ScalarType.Int64);
            using var x = zeros(1, 4, 3);
            model.call(ids).Dispose();
            recurrent.call(x).Dispose();
        }
    }

    [Fact]
    public void AHandWrittenModuleFollowsTheModelsType()
    {
        using var model = new WithHandWritten(dtype: ScalarType.Float64);
        Assert.Equal(["linear.weight", "linear.bias", "module.scale"], model.state_dict().Keys);
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        using var x = randn(2, 6, dtype: ScalarType.Float64);
        using var y = Handles.Exactly(1, () => model.call(x), x);
        Assert.Equal(ScalarType.Float64, y.dtype);
    }

    [Fact]
    public void GeneratedAndHandWrittenModulesNest()
    {
        using var pair = new HandWrittenPair();
        Assert.Equal(
            ["_first.linear.weight", "_first.linear.bias", "_first.layerNorm.weight", "_first.layerNorm.bias", "_first.linear2.weight"],
            pair.state_dict().Keys.Take(5));
        Assert.Equal(
            ["_second.perceptron.linear.weight", "_second.perceptron.linear.bias", "_second.perceptron.layerNorm.weight",
                "_second.perceptron.layerNorm.bias", "_second.perceptron.linear2.weight"],
            pair.state_dict().Keys.Skip(5));
        pair.to(ScalarType.Float64);
        Assert.All(pair.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        pair.eval();
        Assert.All(pair.modules(), module => Assert.False(module.training));
        using var x = randn(2, 4, 6, dtype: ScalarType.Float64);
        using var y = Handles.Exactly(1, () => pair.call(x), x);
        Assert.Equal([2, 4, 3], y.shape);
    }

    [Fact]
    public void NestedGenericAndGlobalTypesAreModels()
    {
        using var nested = new Outer<int>.Inner.Nested(4) { Tag = 3 };
        Assert.Equal(["linear.weight", "linear.bias"], nested.state_dict().Keys);
        using var x = randn(2, 4);
        using var y = nested.call(x);
        using var global = new WithoutNamespace();
        using var z = zeros(1, 3);
        using var two = global.call(z);
        Assert.Equal([1, 2], two.shape);
    }

    [Fact]
    public void SeveralResultsAreATupleWithTheStagesNames()
    {
        using var model = new Views(4);
        using var x = randn(2, 3, 4);
        var results = model.call(x);
        Assert.Equal(
            [[2, 4], [2, 12], [2, 3, 1], [2, 3, 4], [2, 4], [6, 4], [2, 3, 4]],
            new[] { results.selected, results.flat, results.mean, results.logarithms, results.ofTheInput, results.flatInput, results.last }
                .Select(result => result.shape));
        nn.Module<Tensor, (Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)> typed = model;
        Assert.Same(model, typed);
    }

    [Fact]
    public void OptionalInputsMayBeLeftOutOfCallAndForward()
    {
        using var model = new CrossAttention(D: 8, heads: 2, E: 5);
        model.eval();
        using var scope = NewDisposeScope();
        var x = randn(2, 3, 8);
        var memory = randn(2, 4, 5);
        var padding = zeros(2, 4, dtype: ScalarType.Bool);
        var scores = zeros(2, 3, 4);
        var plain = model.call(x, memory).attention;
        Agreement.Assert(model.forward(x, memory).attention, plain, 0, "forward");
        Agreement.Assert(model.call(x, memory, null, null).attention, plain, 0, "nulls");
        Agreement.Assert(model.call(x, memory, padding).attention, plain, 1e-6, "no padding");
        Agreement.Assert(model.call(x, memory, scores: scores).attention, plain, 1e-6, "no scores");
        nn.Module<Tensor, Tensor, Tensor?, Tensor?, (Tensor, Tensor)> typed = model;
        Agreement.Assert(typed.call(x, memory, null, null).Item1, plain, 0, "as its base class");
    }

    [Fact]
    public void HooksRun()
    {
        var seen = new List<string>();
        using var model = new MaskedSelfAttention(16);
        using var x = randn(1, 2, 16);
        model.register_forward_pre_hook((_, input, _) =>
        {
            seen.Add("before");
            return (input, null);
        });
        model.register_forward_hook((_, _, _, output) =>
        {
            seen.Add("after");
            return output;
        });
        model.call(x).Dispose();
        model.call(x, null).Dispose();
        Assert.Equal(["before", "after", "before", "after"], seen);

        using var loss = new WideHeads(8, 2, 4, 3);
        loss.register_forward_hook((_, _, output) =>
        {
            seen.Add("loss");
            return output;
        });
        using var input = randn(1, 2, 8);
        using var target = zeros(1, dtype: ScalarType.Int64);
        loss.Loss(input, target).Dispose();
        Assert.Equal("loss", seen[^1]);
    }

    [Fact]
    public void RepeatedBlocksHaveWeightsOfTheirOwn()
    {
        using var model = new SmallLanguageModel(vocabulary: 7, D: 8);
        var first = model.get_parameter("block.0.attention.multiHeadAttention.query.weight")!;
        var second = model.get_parameter("block.1.attention.multiHeadAttention.query.weight")!;
        Assert.NotEqual(0, Agreement.Difference(first, second));
        using (no_grad())
        {
            using var before = second.clone();
            first.zero_();
            Agreement.Assert(second, before, 0, "the second copy");
        }
    }

    [Fact]
    public void ATiedHeadIsTheEmbedding()
    {
        using var model = new SmallLanguageModel(vocabulary: 7, D: 8);
        Assert.Single(model.parameters(), parameter => parameter.shape.SequenceEqual([7, 8]));
        using var ids = tensor(new long[] { 1, 1 }).view(1, 2);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Float32 })
        {
            model.to(type);
            model.eval();
            model.zero_grad();
            using var logits = model.call(ids);
            using var loss = logits.square().mean();
            loss.backward();

            // Only row 1 is looked up; the head reads every row.
            var weight = model.get_parameter("embedding.weight")!;
            using var rows = weight.grad!.abs().sum(1);
            using var all = rows.gt(0).all();
            Assert.True(all.item<bool>());

            using var quiet = no_grad();
            using var kept = weight.clone();
            weight.zero_();
            using var none = model.call(ids);
            using var largest = none.abs().max();
            Assert.Equal(0, largest.to(ScalarType.Float64).item<double>());
            weight.copy_(kept);
        }
    }

    [Fact]
    public void InitializeRunsOnceAtTheEnd()
    {
        using var model = new Initialized();
        Assert.Equal(1, model.Initializations);
        using var own = model.get_parameter("own.weight")!.detach();
        Assert.Equal((7f, 7f), (own.min().item<float>(), own.max().item<float>()));
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
    }

    [Fact]
    public void SchemesOfInitialisationAreApplied()
    {
        using var model = new Initialized();
        Assert.Equal(0, Deviation("zeros"));
        Assert.InRange(Deviation("normal"), 0.018, 0.022);
        Assert.InRange(Deviation("wide"), 0.45, 0.55);
        Assert.InRange(Deviation("truncated"), 0.015, 0.02);
        Assert.InRange(Largest("truncated"), 0.03, 0.0401);
        Assert.InRange(Deviation("xavierUniform"), 0.115, 0.135);
        Assert.InRange(Largest("xavierUniform"), 0.2, Math.Sqrt(6.0 / 128) + 1e-6);
        Assert.InRange(Deviation("xavierNormal"), 0.115, 0.135);
        Assert.True(Largest("xavierNormal") > 0.3);
        Assert.InRange(Deviation("kaimingUniform"), 0.165, 0.19);
        Assert.InRange(Largest("kaimingUniform"), 0.29, Math.Sqrt(6.0 / 64) + 1e-6);
        Assert.InRange(Deviation("kaimingNormal"), 0.165, 0.19);
        using var rows = model.get_parameter("orthogonal.weight")!.detach();
        using var product = rows.mm(rows.t());
        using var identity = eye(64);
        Agreement.Assert(product, identity, 1e-5, "orthogonal rows");

        double Deviation(string name) => model.get_parameter(name + ".weight")!.std().item<float>();
        double Largest(string name) => model.get_parameter(name + ".weight")!.abs().max().item<float>();
    }
}
