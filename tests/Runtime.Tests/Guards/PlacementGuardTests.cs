using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>What a model says of an input that has another element type or another device than its weights, and what it accepts.</summary>
public sealed class PlacementGuardTests
{
    [Fact]
    public void A_double_input_to_a_float_model_is_told_to_be_converted()
    {
        using var model = new NormalizedFirst();
        using var x = randn(2, 4, 6, dtype: ScalarType.Float64);
        var fault = Refusal(() => model.call(x));
        Assert.Equal(
            "NormalizedFirst: input 'input' has dtype Float64, expected Float32, the dtype of the model's weights; got (2, 4, 6): "
                + "convert it with .to(torch.float32).",
            fault.Message);
        Assert.Equal(("NormalizedFirst", "input", "Float32, the dtype of the model's weights", "Float64"),
            (fault.Model, fault.Input, fault.Expected, fault.Actual));

        using var images = new PlacedImages();
        using var image = randn(2, 3, 8, 8, dtype: ScalarType.Float64);
        AssertEnds(": convert it with .to(torch.float32).", () => images.call(image));
        using var series = new PlacedSeries();
        using var steps = randn(2, 3, 4, dtype: ScalarType.Float64);
        AssertEnds(": convert it with .to(torch.float32).", () => series.call(steps));
        using var positions = new PlacedPositions();
        AssertEnds(": convert it with .to(torch.float32).", () => positions.call(steps));
    }

    [Fact]
    public void A_float_input_to_a_bfloat16_model_is_told_to_be_converted()
    {
        using var model = new NormalizedFirst(dtype: ScalarType.BFloat16);
        using var x = randn(2, 4, 6);
        using var integers = zeros(2, 4, 6, dtype: ScalarType.Byte);
        const string Expected = "expected BFloat16, the dtype of the model's weights; got (2, 4, 6): convert it with .to(torch.bfloat16).";
        Assert.Equal("NormalizedFirst: input 'input' has dtype Float32, " + Expected, Refusal(() => model.call(x)).Message);
        Assert.Equal("NormalizedFirst: input 'input' has dtype Byte, " + Expected, Refusal(() => model.call(integers)).Message);
        using var half = x.to(ScalarType.BFloat16);
        model.call(half).Dispose();
    }

    [Fact]
    public void The_guard_follows_a_model_that_is_converted_after_its_first_call()
    {
        using var model = new PlacedStack();
        using var single = randn(2, 3, 6);
        using var twice = single.to(ScalarType.Float64);
        model.call(single).Dispose();
        model.to(ScalarType.Float64);
        model.call(twice).Dispose();
        AssertEnds("convert it with .to(torch.float64).", () => model.call(single));
        model.to(ScalarType.Float32);
        model.call(single).Dispose();
        AssertEnds("convert it with .to(torch.float32).", () => model.call(twice));
    }

    [Fact]
    public void A_model_whose_first_layer_is_a_block_is_named_itself()
    {
        using var model = new PlacedStack();
        using var x = randn(2, 3, 6, dtype: ScalarType.Float64);
        Assert.StartsWith("PlacedStack: input 'input' has dtype Float64, expected Float32", Refusal(() => model.call(x)).Message,
            StringComparison.Ordinal);

        using var adapted = new PlacedStackLora(model);
        Assert.StartsWith("PlacedStack: input 'input' has dtype Float64, expected Float32", Refusal(() => adapted.call(x)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_of_every_type_must_be_on_the_device_of_the_weights()
    {
        using var model = new PlacedTranslator();
        using var ids = zeros(2, 3, dtype: ScalarType.Int64);
        using var memory = randn(2, 5, 8);
        using var padding = zeros(2, 5, dtype: ScalarType.Bool);
        using var idsElsewhere = ids.to(META);
        using var memoryElsewhere = memory.to(META);
        using var paddingElsewhere = padding.to(META);
        model.call(ids, memory, padding).Dispose();
        model.call(ids, memory, null).Dispose();
        const string Rest = "it has no values, so create it with device: \"cpu\".";
        Assert.Equal($"PlacedTranslator: input 'ids' is on meta, expected cpu, the device of the model's weights; got (2, 3): {Rest}",
            Refusal(() => model.call(idsElsewhere, memory, null)).Message);
        Assert.Equal($"PlacedTranslator: input 'memory' is on meta, expected cpu, the device of the model's weights; got (2, 5, 8): {Rest}",
            Refusal(() => model.call(ids, memoryElsewhere, null)).Message);
        Assert.Equal($"PlacedTranslator: input 'padding' is on meta, expected cpu, the device of the model's weights; got (2, 5): {Rest}",
            Refusal(() => model.call(ids, memory, paddingElsewhere)).Message);

        using var empty = new PlacedTranslator(device: META);
        Assert.Equal(
            "PlacedTranslator: input 'ids' is on cpu, expected meta, the device of the model's weights; got (2, 3): "
                + "the weights have no values yet, so create the model on a device or load them first.",
            Refusal(() => empty.call(ids, memory, padding)).Message);
    }

    [Fact]
    public void A_step_of_a_decoding_compares_too()
    {
        using var model = new PlacedWriter();
        model.eval();
        using var elsewhere = zeros([1, 3], dtype: ScalarType.Int64, device: META);
        using var state = model.NewState();
        AssertEnds("it has no values, so create it with device: \"cpu\".",
            () => model.Step(elsewhere, state, new ModelGen.Decoding.Positions(0, 3)));
        Assert.Equal(4, model.Generate([1, 2, 3], new GenerationOptions { MaxNewTokens = 4, Temperature = 0 }).Count);
    }

    [Fact]
    public void What_PyTorch_converts_is_accepted()
    {
        using var x = randn(2, 4);
        using var twice = x.to(ScalarType.Float64);
        using var half = x.to(ScalarType.BFloat16);

        // A product with the output of the weights promotes.
        using var weighted = new Weighted();
        using var factors = randn(2, 3, dtype: ScalarType.Float64);
        using (var result = weighted.call(x, factors))
        {
            Assert.Equal(ScalarType.Float64, result.dtype);
        }

        // Tensors that no weight meets may be anything, anywhere.
        using var apart = new Apart();
        using var elsewhere = zeros([2, 3], dtype: ScalarType.Float64, device: META);
        var (scores, sum) = apart.call(x, factors, factors);
        scores.Dispose();
        sum.Dispose();
        (scores, sum) = apart.call(x, elsewhere, elsewhere);
        scores.Dispose();
        sum.Dispose();

        // The user's own code, a Cast and models without weights.
        using var converting = new Converting();
        converting.call(twice).Dispose();
        using var flags = new Flags();
        using var set = ones(2, 4, dtype: ScalarType.Bool);
        flags.call(set).Dispose();
        flags.to(ScalarType.BFloat16);
        flags.call(set).Dispose();
        using var weightless = new Weightless();
        weightless.call(twice).Dispose();

        // A norm takes half precision with weights of full precision.
        using var norm = new NormAlone();
        norm.call(half).Dispose();
    }

    [Fact]
    public void A_model_that_is_moved_in_parts_takes_what_one_of_them_has()
    {
        using var model = new Separable();
        using var x = randn(2, 4);
        using var twice = x.to(ScalarType.Float64);
        using var half = x.to(ScalarType.BFloat16);
        Dispose(model.call(x, x));
        Part(model, "second").to(ScalarType.Float64);
        Dispose(model.call(x, twice));
        Dispose(model.call(x, twice));
        AssertEnds("convert it with .to(torch.float32).", () => model.call(half, twice).first);

        Part(model, "first").to(ScalarType.Float64);
        Dispose(model.call(twice, twice));
        AssertEnds("convert it with .to(torch.float64).", () => model.call(x, twice).first);

        static nn.Module Part(Separable model, string name) => model.named_children().Single(child => child.name == name).module;

        static void Dispose((Tensor first, Tensor second) results)
        {
            results.first.Dispose();
            results.second.Dispose();
        }
    }

    [Fact]
    public void A_comparison_that_holds_leaves_and_allocates_nothing()
    {
        using var model = new PlacedTranslator();
        var weights = new WeightPlacement(model);
        using var ids = zeros(2, 3, dtype: ScalarType.Int64);
        using var memory = randn(2, 5, 8);
        Handles.None(() =>
        {
            Check();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < 1000; call++)
            {
                Check();
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        });

        void Check()
        {
            Guard.Type(ids, DType.Int64, "Net", "ids", weights);
            Guard.Type(memory, DType.Float, "Net", "memory", weights);
            Guard.Type(memory, DType.Float, "Net", "memory", weights, anyFloat: true);
        }
    }

    [Fact]
    public void A_refusal_leaves_no_tensor()
    {
        using var model = new PlacedStack();
        using var x = randn(2, 3, 6, dtype: ScalarType.Float64);
        Handles.None(() => Refusal(() => model.call(x)));
    }

    [Fact]
    public void A_weight_that_is_replaced_is_read_again()
    {
        using var model = new NormalizedFirst();
        using var x = randn(2, 4, 6);
        model.call(x).Dispose();
        foreach (var linear in model.modules().OfType<TorchSharp.Modules.Linear>().ToList())
        {
            linear.to(ScalarType.Float64);
        }

        foreach (var norm in model.modules().OfType<TorchSharp.Modules.LayerNorm>().ToList())
        {
            norm.to(ScalarType.Float64);
        }

        AssertEnds("convert it with .to(torch.float64).", () => model.call(x));
    }

    private static void AssertEnds(string expected, Func<object> call) =>
        Assert.EndsWith(expected, Refusal(call).Message, StringComparison.Ordinal);

    private static ShapeMismatchException Refusal(Func<object> call) => Assert.Throws<ShapeMismatchException>(call);
}
