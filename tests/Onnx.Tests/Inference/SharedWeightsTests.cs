using System;
using ModelGen.Inference;
using ModelGen.Onnx.Inference;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Sessions that read large matrices in TorchSharp's memory.</summary>
public sealed class SharedWeightsTests
{
    [Fact]
    public void Large_matrices_are_shared_and_small_ones_copied()
    {
        using var large = new Perceptron(D: 400);
        using var small = new Perceptron(D: 40);
        using var ofLarge = Sessions.Open(large, new OnnxExportOptions(), new InferenceOptions());
        using var ofSmall = Sessions.Open(small, new OnnxExportOptions(), new InferenceOptions());
        Assert.NotNull(ofLarge.Weights);
        Assert.Null(ofSmall.Weights);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(23)]
    public void The_results_are_those_of_the_model(int opset)
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 400);
        using var fast = model.ForInference(export: new OnnxExportOptions { Opset = opset });
        foreach (var (batch, length) in new[] { (1, 1), (2, 7), (5, 30) })
        {
            using var input = randn(batch, length, 400);
            using var result = fast.call(input);
            Numbers.AssertEqual(result, model.call(input), $"{batch} x {length}");
        }
    }

    [Fact]
    public void The_matrices_behind_convolutions_are_shared_too()
    {
        using var quiet = no_grad();
        using var model = new Pictures();
        model.eval();
        using var session = Sessions.Open(model, new OnnxExportOptions(), new InferenceOptions());
        Assert.NotNull(session.Weights);
        using var fast = model.ForInference();
        using var input = randn(3, 3, 16, 16);
        Numbers.AssertEqual(fast.call(input), model.call(input), "pictures");
    }

    [Fact]
    public void An_embedding_that_is_the_output_layer_as_well_is_one_weight()
    {
        using var quiet = no_grad();
        using var model = new TiedModel(D: 64, vocabulary: 5000);
        using var session = Sessions.Open(model, new OnnxExportOptions(), new InferenceOptions());
        Assert.NotNull(session.Weights);
        using var fast = model.ForInference();
        using var ids = randint(0, 5000, [2, 9]);
        Numbers.AssertEqual(fast.call(ids), model.call(ids), "tied");
    }

    [Fact]
    public void Weights_that_changed_since_are_refused_instead_of_mixed()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 400);
        using var fast = model.ForInference();
        using var input = randn(1, 2, 400);
        fast.call(input).Dispose();
        foreach (var weight in model.parameters())
        {
            weight.mul_(1.5);
        }

        var thrown = Assert.Throws<InvalidOperationException>(() => fast.call(input));
        Assert.Contains("have changed", thrown.Message);
        using var again = model.ForInference();
        Numbers.AssertEqual(again.call(input), model.call(input), "opened again");
    }

    [Fact]
    public void A_session_outlives_a_model_that_was_disposed()
    {
        using var quiet = no_grad();
        var model = new Perceptron(D: 400);
        using var input = randn(1, 2, 400);
        using var expected = model.call(input);
        using var fast = model.ForInference();
        model.Dispose();
        GC.Collect();
        Numbers.AssertEqual(fast.call(input), expected, "after the model");
    }

    [Fact]
    public void A_language_model_decodes_with_shared_weights()
    {
        using var model = new ModelGen.Models.Gpt2(D: 128, heads: 4, hidden: 512, layers: 2, positions: 64, vocabulary: 3000);
        model.eval();
        using var fast = model.ForGeneration();
        long[][] prompts = [[5, 6, 7], [8]];
        var greedy = GenerationOptions.Greedy with { MaxNewTokens = 20 };
        Assert.Equal(model.GenerateBatch(prompts, greedy), fast.GenerateBatch(prompts, greedy));
    }
}
