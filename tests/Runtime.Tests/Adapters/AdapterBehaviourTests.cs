using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Adapters;

public sealed class AdapterBehaviourTests
{
    [Fact]
    public void AdaptersWorkWhereProductsAreInBFloat16()
    {
        using var model = Small();
        model.eval();
        using var ids = randint(29, [2, 8], dtype: ScalarType.Int64, generator: new Generator(4));
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            foreach (var parameter in model.Adapters.parameters())
            {
                parameter.normal_(0, 1);
            }
        }

        var adapted = model.call(ids);
        using (MixedPrecision.Use(Precision.BFloat16))
        {
            var mixed = model.call(ids);
            Assert.True(Agreement.Difference(mixed, adapted) < 0.05 * adapted.abs().max().item<float>());
            model.Adapters.Enabled = false;
            Assert.True(Agreement.Difference(model.call(ids), adapted) > 0.3 * adapted.abs().max().item<float>());
            model.Adapters.Enabled = true;
            model.train();
            model.Loss(ids, ids).backward();
        }

        Assert.All(model.Adapters.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.grad?.dtype));
    }

    [Fact]
    public void FineTuningChangesTheAdaptersAlone()
    {
        using var model = Small();
        using (no_grad())
        {
            // The scores of a pretrained model spread; those of a tied head that was just initialized are all
            // near 0, whatever the adapters do.
            model.BaseModel.get_parameter("embedding.weight")!.mul_(Scalars.Of(50));
        }

        var before = Copies(model.BaseModel);
        var parameters = model.Adapters.parameters().ToList();
        using var optimizer = optim.AdamW(parameters, 3e-2);
        using var ids = randint(29, [4, 12], dtype: ScalarType.Int64, generator: new Generator(3));
        using var target = ids.roll(-1, 1);
        var losses = new List<float>();
        model.train();
        for (var step = 0; step < 12; step++)
        {
            using var loss = model.Loss(ids, target);
            losses.Add(loss.item<float>());
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }

        Assert.True(losses[^1] < 0.8 * losses[0], $"The loss went from {losses[0]} to {losses[^1]}.");
        var after = model.BaseModel.state_dict();
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, pair => Assert.Equal(0, Agreement.Difference(pair.Value, after[pair.Key])));
        Assert.All(model.BaseModel.parameters(), parameter => Assert.False(parameter.requires_grad || parameter.grad is not null));
        Assert.All(parameters, parameter => Assert.True(parameter.requires_grad && parameter.grad is not null));
        Assert.Equal(12, parameters.Count);

        // Decoding runs the adapters, and the merged model writes the same.
        model.eval();
        var options = GenerationOptions.Greedy with { MaxNewTokens = 16 };
        var adapted = model.Generate([5, 6], options);
        model.Adapters.Enabled = false;
        Assert.NotEqual(adapted, model.Generate([5, 6], options));
        model.Adapters.Enabled = true;
        model.Adapters.Merge();
        Assert.Equal(adapted, model.Generate([5, 6], options));
        Assert.Equal(adapted, model.BaseModel.Generate([5, 6], options));
        Dispose(before);
    }

    [Fact]
    public void StepsComputeWhatForwardDoes()
    {
        using var model = Small();
        Randomize(model.Adapters);
        model.eval();
        using var quiet = inference_mode();
        using var ids = tensor(new long[,] { { 3, 1, 4, 1, 5, 9 } });
        using var whole = model.call(ids);
        using var state = model.NewState();
        for (var position = 0; position < 6; position++)
        {
            using var id = ids.narrow(1, position, 1);
            using var scores = model.Step(id, state, new ModelGen.Decoding.Positions(position, 1));
            using var expected = whole.narrow(1, position, 1);
            Agreement.Assert(scores, expected, 1e-5, $"position {position}");
        }
    }

    [Fact]
    public void AModelWithFurtherInputsIsGivenThemOnce()
    {
        using var model = new SmallTranslatorLora();
        Randomize(model.Adapters);
        model.eval();
        using var source = tensor(new long[,] { { 7, 8, 9, 2 } });
        using var padding = tensor(new[,] { { false, false, false, true } });
        using var conditioned = model.ConditionOn(source, padding);
        var adapted = conditioned.Generate([1], GenerationOptions.Greedy with { MaxNewTokens = 8 });

        var greedy = new List<long> { 1 };
        using var quiet = no_grad();
        for (var step = 0; step < 8; step++)
        {
            using var scope = NewDisposeScope();
            greedy.Add(model.call(source, tensor(greedy.ToArray()).unsqueeze(0), padding)[0, -1].argmax().item<long>());
        }

        Assert.Equal(greedy.Skip(1), adapted);
    }

    [Fact]
    public void ALayerWithAdaptersIsABlock()
    {
        using var model = new GptOfAdaptedLayers();
        model.eval();
        Assert.Equal(8, model.named_parameters().Count(named => named.name.Contains("lora_")));
        Assert.Contains("block.1.adapters.attention.multiHeadAttention.value.lora_B.weight", model.state_dict().Keys);
        var greedy = model.Generate([1, 2], GenerationOptions.Greedy with { MaxNewTokens = 6 });
        Assert.Equal(6, greedy.Count);
    }

    [Fact]
    public void SeveralOutputsStaySeveral()
    {
        using var model = new PairOfHeadsLora();
        Randomize(model.Adapters);
        using var x = randn(3, 8);
        var (first, second) = Handles.Exactly(2, () => model.call(x), x);
        var (plainFirst, plainSecond) = model.BaseModel.call(x);
        Agreement.Assert(first, plainFirst, 0, "first");
        Agreement.Assert(second, plainSecond, 0, "second");
        model.Adapters.Enabled = false;
        var (_, without) = model.call(x);
        Assert.True(Agreement.Difference(second, without) > 0.01);
        foreach (var tensor in new[] { first, second, plainFirst, plainSecond, without })
        {
            tensor.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void ACallLeavesExactlyItsResult(GradientMode mode)
    {
        using var model = Small();
        Randomize(model.Adapters);
        using var ids = tensor(new long[,] { { 3, 1, 4 }, { 1, 5, 9 } });
        using var target = ids.roll(-1, 1);
        using var entered = mode.Enter(model);
        model.call(ids).Dispose();
        Handles.Exactly(1, () => model.call(ids), ids).Dispose();
        Handles.Exactly(1, () => model.Loss(ids, target), ids, target).Dispose();
    }

    [Fact]
    public void DropoutIsOfTraining()
    {
        using var model = Small();
        Randomize(model.Adapters);
        using var ids = tensor(new long[,] { { 3, 1, 4 } });
        using var quiet = no_grad();
        model.eval();
        Assert.Equal(0, Twice(model, ids));
        model.train();

        // That of the adapters alone.
        foreach (var module in model.BaseModel.modules().Where(module => module is not TorchSharp.Modules.Linear))
        {
            module.eval();
        }

        foreach (var linear in model.BaseModel.modules().OfType<TorchSharp.Modules.Linear>())
        {
            linear.train();
        }

        Assert.True(Twice(model, ids) > 1e-3);
        model.Adapters.Enabled = false;
        Assert.Equal(0, Twice(model, ids));
    }

    [Fact]
    public void TheArchitectureCountsTheParameters()
    {
        using var model = new SmallGptLora(D: 24);
        var sizes = new Dictionary<string, long> { ["D"] = 24 };
        Assert.Equal(["baseModel", "adapters"], SmallGptLora.Architecture.Layers.Select(layer => layer.Path));
        Assert.Equal(model.BaseModel.parameters().Sum(parameter => parameter.numel()),
            SizeExpression.Evaluate(SmallGptLora.Architecture.Layers[0].Parameters, sizes));
        Assert.Equal(model.Adapters.TrainableCount, SizeExpression.Evaluate(SmallGptLora.Architecture.Layers[1].Parameters, sizes));
        Assert.Contains($", {model.Adapters.TrainableCount:N0} trainable", model.Summary());
        Assert.Contains("Lora<SmallGpt>", SmallGptLora.Architecture.ToMermaid().Replace("#lt;", "<").Replace("#gt;", ">"));
        Assert.Contains("</svg>", SmallGptLora.Architecture.ToSvg());
    }

    [Fact]
    public void TheModeIsTheModels()
    {
        var trained = new SmallGpt();
        trained.eval();
        using var model = new SmallGptLora(trained);
        Assert.False(model.training);
        Assert.NotEmpty(model.Generate([1]));
    }

    [Fact]
    public void MovesAndConverts()
    {
        using var model = Small();
        Randomize(model.Adapters);
        model.eval();
        using var ids = tensor(new long[,] { { 3, 1, 4 } });
        using var single = model.call(ids);
        model.to(ScalarType.Float64);
        model.to(CPU);
        Assert.All(model.state_dict().Values, tensor => Assert.Equal(ScalarType.Float64, tensor.dtype));
        Assert.All(model.BaseModel.parameters(), parameter => Assert.False(parameter.requires_grad));
        using var wide = model.call(ids);
        using var narrow = wide.to(ScalarType.Float32);
        Agreement.Assert(narrow, single, 1e-5, "the output in float64");
        Assert.Equal(12, model.parameters().Count(parameter => parameter.requires_grad));
    }

    [Fact]
    public void MergingIsTakenBack()
    {
        using var model = new SmallGptStabilized();
        Randomize(model.Adapters);
        var before = Copies(model.BaseModel);
        model.Adapters.Merge();
        model.Adapters.Merge();
        var query = before.Keys.Single(key => key == "block.0.feedForward.feedForward.linear2.weight");
        using var a = model.Adapters.state_dict()["block.0.feedForward.feedForward.linear2.lora_A.weight"].alias();
        using var b = model.Adapters.state_dict()["block.0.feedForward.feedForward.linear2.lora_B.weight"].alias();
        using var expected = before[query] + (8 / Math.Sqrt(4) * b.mm(a));
        Agreement.Assert(model.BaseModel.state_dict()[query], expected, 1e-6, "W + alpha / sqrt(r) B A");
        model.Adapters.Unmerge();
        model.Adapters.Unmerge();
        Assert.All(before, pair => Agreement.Assert(model.BaseModel.state_dict()[pair.Key], pair.Value, 1e-6, pair.Key));
        Dispose(before);
    }

    [Fact]
    public void WhatIsMergedNeitherTrainsNorIsSwitchedOff()
    {
        using var model = Small();
        model.Adapters.Merge();
        Assert.Contains("Unmerge()", Assert.Throws<InvalidOperationException>(() => model.Adapters.Enabled = false).Message);
        Assert.Contains("Unmerge()", Assert.Throws<InvalidOperationException>(() => model.Adapters.Load("anywhere")).Message);
        model.train();
        using var ids = tensor(new long[,] { { 3, 1, 4 } });
        Assert.Contains("Unmerge()", Assert.Throws<InvalidOperationException>(() => model.call(ids)).Message);
        model.eval();
        model.call(ids).Dispose();
        model.Adapters.Unmerge();
        model.Adapters.Enabled = false;
        Assert.Contains("Enabled", Assert.Throws<InvalidOperationException>(model.Adapters.Merge).Message);
    }

    [Fact]
    public void AdaptersComeOffAgain()
    {
        using var model = new SmallGpt();
        model.eval();
        model.get_parameter("layerNorm.bias")!.requires_grad = false;
        using var ids = tensor(new long[,] { { 3, 1, 4 } });
        using var before = model.call(ids);
        using (var adapters = new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = ["key"] }))
        {
            Assert.Equal(["block.0.attention.multiHeadAttention.key", "block.1.attention.multiHeadAttention.key"], adapters.Projections);
            Randomize(adapters);
            Assert.Contains("already has an adapter", Assert.Throws<InvalidOperationException>(() =>
                new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = ["key"] })).Message);
            using var adapted = model.call(ids);
            Assert.True(Agreement.Difference(adapted, before) > 1e-3);
        }

        using var after = model.call(ids);
        Agreement.Assert(after, before, 0, "the output without adapters");
        Assert.Equal(["layerNorm.bias"],
            model.named_parameters().Where(named => !named.parameter.requires_grad).Select(named => named.name));
        using var again = new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = ["key"] });
    }

    [Theory]
    [InlineData("query", 2)]
    [InlineData("attention.multiHeadAttention.query", 2)]
    [InlineData("block.*.attention.multiHeadAttention.query", 2)]
    [InlineData("*.attention.multiHeadAttention.query", 2)]
    [InlineData("block.1.attention.multiHeadAttention.query", 1)]
    [InlineData("0.attention.multiHeadAttention.query", 1)]
    public void ATargetIsTheEndOfAPath(string target, int count)
    {
        using var model = new SmallGpt();
        using var adapters = new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = [target] });
        Assert.Equal(count, adapters.Projections.Count);
    }

    [Theory]
    [InlineData("uery")]
    [InlineData("")]
    [InlineData("block.*")]
    [InlineData("*.query")]
    [InlineData("model.block.0.attention.multiHeadAttention.query")]
    public void AnythingElseIsNoTarget(string target)
    {
        using var model = new SmallGpt();
        Assert.Throws<ArgumentException>(() => new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = [target] }));
    }

    [Fact]
    public void BadOptionsAreRefused()
    {
        using var model = new SmallGpt();
        Assert.Equal(
            "SmallGpt has no linear layer 'q_proj' to adapt: "
                + "there are 'query', 'key', 'value', 'output', 'linear1', 'linear2'. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() =>
                new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = ["query", "q_proj"] })).Message);
        Assert.Contains("has 16 and 16",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LoraAdapters(model, new LoraOptions { Rank = 16 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoraAdapters(model, new LoraOptions { Rank = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoraAdapters(model, new LoraOptions { Rank = 2, Alpha = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoraAdapters(model, new LoraOptions { Rank = 2, Dropout = 1 }));
        Assert.Throws<ArgumentException>(() => new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = [] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmallGptLora(D: 4));

        // Nothing of what was refused is left on the model.
        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
        using var adapters = new LoraAdapters(model, new LoraOptions { Rank = 2 });
        Assert.Throws<ArgumentNullException>(() => new SmallGptLora(null!));
    }

    [Fact]
    public void OutlivesTheDisposeScopeOfItsConstruction()
    {
        SmallGptLora model;
        using (NewDisposeScope())
        {
            model = new SmallGptLora();
        }

        using (model)
        {
            Assert.All(model.parameters(), parameter => Assert.False(parameter.IsInvalid));
        }
    }

    internal static SmallGptLora Small()
    {
        random.manual_seed(7);
        return new SmallGptLora();
    }

    /// <summary>Adapters that change what the model computes.</summary>
    internal static SmallGptLora Trained()
    {
        var model = Small();
        Randomize(model.Adapters);
        return model;
    }

    internal static void Randomize(LoraAdapters adapters)
    {
        using var quiet = no_grad();
        random.manual_seed(11);
        foreach (var parameter in adapters.parameters())
        {
            using var values = randn(parameter.shape, dtype: parameter.dtype);
            parameter.copy_(values.mul_(0.3));
        }
    }

    private static float Twice(SmallGptLora model, Tensor ids)
    {
        using var one = model.call(ids);
        using var other = model.call(ids);
        return (float)Agreement.Difference(one, other);
    }

    private static Dictionary<string, Tensor> Copies(nn.Module module)
        => module.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());

    private static void Dispose(Dictionary<string, Tensor> tensors)
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
