using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Inference;
using ModelGen.Onnx.Inference;
using ModelGen.Runtime.Tests.Checkpoints;
using ModelGen.Runtime.Tests.Decoding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Models with adapters: the weights of the file are <c>W + scaling B A</c>.</summary>
public sealed class AdapterTests
{
    public static TheoryData<string, int> Models => new MatrixTheoryData<string, int>(["gpt", "linear", "blocks"], [17, 23]);

    [Theory]
    [MemberData(nameof(Models))]
    public void The_file_gives_the_adapted_results(string kind, int opset)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Trained(Create(kind));
        var input = Input(kind);
        var before = model.state_dict().ToDictionary(weight => weight.Key, weight => weight.Value.clone());
        AssertAgrees(model, input, opset);
        Assert.All(before, weight => Assert.True(weight.Value.equal(model.state_dict()[weight.Key]).all().item<bool>(), weight.Key));
    }

    [Fact]
    public void Adapters_that_are_merged_or_disabled_are_not_added_again()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Trained(new AdaptedPerceptron(D: 8));
        var input = randn(2, 3, 8);
        var adapted = model.call(input);
        model.Adapters.Merge();
        AssertAgrees(model, input);
        Numbers.AssertEqual(model.call(input), adapted, "merged");
        model.Adapters.Unmerge();
        model.Adapters.Enabled = false;
        AssertAgrees(model, input);
        Assert.False(model.call(input).allclose(adapted));
    }

    [Fact]
    public void Adapters_without_a_class_of_their_own_are_exported()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = new Perceptron(D: 8);
        using var adapters = new LoraAdapters(model, new LoraOptions { Rank = 2, Targets = ["linear"] });
        Randomize(adapters);
        AssertAgrees(model, randn(2, 3, 8));
    }

    [Fact]
    public void A_session_shares_the_matrices_without_adapters()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Trained(new AdaptedPerceptron(D: 400));
        using var session = Sessions.Open(model, new OnnxExportOptions(), new InferenceOptions());
        Assert.NotNull(session.Weights);
        using var fast = model.ForInference();
        var input = randn(2, 3, 400);
        Numbers.AssertEqual(fast.call(input), model.call(input), "session");
    }

    [Fact]
    public void A_file_of_a_checkpoint_has_the_adapted_weights_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var folder = new TemporaryFolder();
        using var adapted = Trained(new AdaptedPerceptron(D: 8));
        Checkpoint.Save(adapted.BaseModel, folder["model.safetensors"]);
        var refused = Assert.Throws<OnnxExportException>(() => adapted.ExportOnnx(
            folder["model.onnx"], new OnnxExportOptions { WeightsFrom = folder["model.safetensors"] }));
        Assert.Contains("'body.linear2.weight' has other numbers", refused.Message);
    }

    [Fact]
    public void The_adapted_model_generates_the_same_ids()
    {
        using var model = Trained(new AdaptedGpt());
        using var fast = model.ForGeneration();
        var greedy = GenerationOptions.Greedy with { MaxNewTokens = 20 };
        Assert.Equal(model.Generate([3, 14, 15], greedy), fast.Generate([3, 14, 15], greedy));

        using var translator = Trained(new AdaptedTranslator());
        using var translation = translator.ForGeneration();
        using var source = randint(0, 50, [1, 6]);
        using var expected = translator.ConditionOn(source);
        using var actual = translation.ConditionOn(source);
        Assert.Equal(expected.Generate([1], greedy), actual.Generate([1], greedy));
    }

    private static nn.Module<Tensor, Tensor> Create(string kind) => kind switch
    {
        "gpt" => new AdaptedGpt(),
        "linear" => new AdaptedPerceptron(D: 8),
        _ => new AdaptedBlocks(D: 8),
    };

    private static Tensor Input(string kind) => kind == "gpt" ? randint(0, 211, [2, 9]) : randn(2, 3, 8);

    private static T Trained<T>(T model)
        where T : nn.Module
    {
        Randomize(model);
        model.eval();
        return model;
    }

    // B begins with zeros, so that new adapters change nothing.
    private static void Randomize(nn.Module model)
    {
        using var quiet = no_grad();
        foreach (var (name, parameter) in model.named_parameters().Where(one => one.name.Contains("lora_B", StringComparison.Ordinal)))
        {
            parameter.normal_(0, 0.3);
        }
    }

    private static void AssertAgrees(nn.Module<Tensor, Tensor> model, Tensor input, int opset = 17)
    {
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Opset = opset }));
        Numbers.AssertEqual(runtime.Run([input]).Single(), model.call(input), $"{model.GetName()}, version {opset}");
    }
}
