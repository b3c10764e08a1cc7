using System;
using System.Linq;
using System.Threading.Tasks;
using ModelGen.Inference;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Models that run in ONNX Runtime through their own signature.</summary>
public sealed class InferenceTests
{
    [Fact]
    public void It_computes_what_the_model_computes_for_every_size()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 6);
        using var fast = model.ForInference();
        foreach (var (batch, length) in new[] { (1, 1), (2, 7), (5, 3) })
        {
            using var input = randn(batch, length, 6);
            using var result = fast.call(input);
            Numbers.AssertEqual(result, model.call(input), $"{batch} x {length}");
        }
    }

    [Fact]
    public void Several_inputs_and_outputs_are_those_of_the_model()
    {
        using var quiet = no_grad();
        using var model = new TwoInTwoOut(D: 2, E: 3);
        using var fast = model.ForInference();
        using var left = randn(4, 2);
        using var right = randn(4, 3);
        var (first, second) = fast.call(left, right);
        var (expectedFirst, expectedSecond) = model.call(left, right);
        Numbers.AssertEqual(first, expectedFirst, "first");
        Numbers.AssertEqual(second, expectedSecond, "second");
    }

    [Fact]
    public void Leading_axes_may_differ_from_call_to_call()
    {
        using var quiet = no_grad();
        using var model = new Leading(D: 3);
        using var fast = model.ForInference();
        foreach (var shape in new long[][] { [3], [2, 3], [2, 4, 3] })
        {
            using var input = randn(shape);
            Numbers.AssertEqual(fast.call(input), model.call(input), string.Join(" x ", shape));
        }
    }

    [Fact]
    public void A_tensor_that_is_not_contiguous_is_read_in_its_order()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 6);
        using var fast = model.ForInference();
        using var input = randn(6, 5, 4).permute(2, 1, 0);
        Numbers.AssertEqual(fast.call(input), model.call(input), "permuted");
    }

    [Fact]
    public void An_empty_batch_gives_an_empty_result()
    {
        using var model = new Perceptron(D: 6);
        using var fast = model.ForInference();
        using var input = zeros(0, 5, 6);
        Assert.Equal([0, 5, 6], fast.call(input).shape);
    }

    public static TheoryData<long[], ScalarType> Wrong => new()
    {
        { [2, 6], ScalarType.Float32 },
        { [2, 5, 7], ScalarType.Float32 },
        { [2, 5, 6], ScalarType.Int64 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_tensor_gets_the_message_of_the_model(long[] shape, ScalarType type)
    {
        using var model = new Perceptron(D: 6);
        using var fast = model.ForInference();
        using var input = zeros(shape, dtype: type);
        var expected = Assert.Throws<ShapeMismatchException>(() => model.call(input));
        var actual = Assert.Throws<ShapeMismatchException>(() => fast.call(input));
        Assert.Equal(expected.Message, actual.Message);
    }

    [Fact]
    public void Inputs_that_disagree_in_a_size_get_the_message_of_the_model()
    {
        using var model = new TwoInTwoOut(D: 2, E: 3);
        using var fast = model.ForInference();
        using var left = zeros(4, 2);
        using var right = zeros(5, 3);
        var expected = Assert.Throws<ShapeMismatchException>(() => model.call(left, right));
        var actual = Assert.Throws<ShapeMismatchException>(() => fast.call(left, right));
        Assert.Equal(expected.Message, actual.Message);
    }

    [Fact]
    public void Eight_threads_may_call_it_at_once()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 6);
        using var fast = model.ForInference(new InferenceOptions { Threads = 1 });
        Tensor[] inputs = [.. Enumerable.Range(0, 8).Select(i => randn(i + 1, 3, 6))];
        Tensor[] expected = [.. inputs.Select(model.call)];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var result = fast.call(inputs[i % 8]);
            Numbers.AssertEqual(result, expected[i % 8], $"call {i}");
        });
    }

    [Fact]
    public void The_weights_are_those_of_its_creation()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 6);
        using var fast = model.ForInference();
        using var input = randn(2, 3, 6);
        using var before = model.call(input);
        foreach (var parameter in model.parameters())
        {
            parameter.zero_();
        }

        Numbers.AssertEqual(fast.call(input), before, "after the weights are zero");
    }

    [Fact]
    public void A_module_that_is_no_declaration_is_refused()
    {
        using var module = nn.Linear(2, 3);
        var refused = Assert.Throws<OnnxExportException>(() => module.ForInference());
        Assert.StartsWith("Linear is not a declared model", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_after_Dispose_is_refused()
    {
        using var model = new Perceptron(D: 6);
        var fast = model.ForInference();
        fast.Dispose();
        fast.Dispose();
        using var input = zeros(1, 1, 6);
        Assert.Throws<ObjectDisposedException>(() => fast.call(input));
    }

    [Fact]
    public void A_number_of_threads_below_one_is_refused()
    {
        using var model = new Perceptron(D: 6);
        Assert.Throws<ArgumentException>(() => model.ForInference(new InferenceOptions { Threads = 0 }));
    }
}
