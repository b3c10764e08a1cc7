using System;
using System.Linq;
using ModelGen.Models;
using Gpt2 = ModelGen.Models.Gpt2;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>What files with other types of weights compute, in comparison with the model.</summary>
public sealed class WeightTypeTests
{
    // The largest difference, relative to the largest number: about twice what these models have.
    private static double ToleranceOf(WeightType weights) => weights switch
    {
        WeightType.Unchanged or WeightType.Float32 => Numbers.Tolerance,
        WeightType.Float16 => 0.003,
        WeightType.BFloat16 => 0.015,
        WeightType.Int4 => 0.4,
        _ => 0.08,
    };

    public static TheoryData<string, WeightType, int> Models =>
        new MatrixTheoryData<string, WeightType, int>(["linear", "gpt", "llama", "lstm", "resnet"], Enum.GetValues<WeightType>(), [17, 23]);

    public static TheoryData<Type, int> Layers => AgreementTests.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void The_results_are_close_to_those_of_the_model(string kind, WeightType weights, int opset)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Model(kind);
        model.eval();
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Weights = weights, Opset = opset }));
        foreach (var batch in new[] { 1, 3 })
        {
            var input = Input(kind, batch);
            Numbers.AssertEqual(runtime.Run([input]).Single(), model.call(input), $"{kind}, batch of {batch}", ToleranceOf(weights));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_layer_is_exported_with_Float16(Type type, int opset)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var drawn = new RandomSizes(type, seed: 0, withOptional: true);
        drawn.Model.eval();
        using var runtime = new Runtime(
            drawn.Model.ToOnnx(AgreementTests.Options(drawn, opset) with { Weights = WeightType.Float16 }), forConvolutions: false);
        foreach (var (result, wanted) in runtime.Run(drawn.GivenInputs).Zip(drawn.Call()))
        {
            Numbers.AssertEqual(result, wanted, $"{drawn}", tolerance: 0.03, leastScale: 0.1);
        }
    }

    [Theory]
    [InlineData(WeightType.Int8Dynamic)]
    [InlineData(WeightType.Int4)]
    public void A_quantised_layer_reads_any_number_of_leading_axes(WeightType weights)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Seeded(new Leading(D: 64));
        using var fast = model.ForInference(export: new OnnxExportOptions { Weights = weights });
        foreach (var shape in new long[][] { [64], [2, 64], [2, 3, 2, 64], [0, 64] })
        {
            var input = randn(shape, generator: Seed());
            Numbers.AssertEqual(fast.call(input), model.call(input), $"{shape.Length} axes", ToleranceOf(weights));
        }
    }

    [Fact]
    public void With_BFloat16_the_file_computes_what_the_model_computes_with_rounded_weights()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Model("llama");
        model.eval();
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Weights = WeightType.BFloat16 }));
        foreach (var weight in model.parameters())
        {
            weight.copy_(weight.to(ScalarType.BFloat16));
        }

        var input = Input("llama", 2);
        Numbers.AssertEqual(runtime.Run([input]).Single(), model.call(input), "rounded");
    }

    [Theory]
    [InlineData(ScalarType.Float64, WeightType.Int4)]
    [InlineData(ScalarType.Float64, WeightType.BFloat16)]
    [InlineData(ScalarType.Float64, WeightType.Float32)]
    [InlineData(ScalarType.Float64, WeightType.Float16)]
    public void Inputs_and_outputs_keep_the_type_of_the_model(ScalarType type, WeightType weights)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Seeded(new ThreeLinears(D: 64, dtype: type));
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Weights = weights }));
        var input = randn([2, 3, 64], dtype: type, generator: Seed());
        Numbers.AssertEqual(runtime.Run([input]).Single(), model.call(input), "same type", ToleranceOf(weights));
    }

    [Fact]
    public void Inputs_and_outputs_may_have_the_type_of_the_file()
    {
        using var model = new ThreeLinears(D: 64);
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Weights = WeightType.Float16, KeepPortTypes = false }));
        Assert.Equal(typeof(Microsoft.ML.OnnxRuntime.Float16), runtime.Session.InputMetadata["input"].ElementType);
        Assert.Equal(typeof(Microsoft.ML.OnnxRuntime.Float16), runtime.Session.OutputMetadata["last"].ElementType);
    }

    [Fact]
    public void ForInference_quantises_too()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = Seeded(new ThreeLinears(D: 64));
        using var fast = model.ForInference(export: new OnnxExportOptions
        {
            Weights = WeightType.Int4,
            Quantization = new QuantizationOptions { BlockSize = 16, Except = ["last"] },
        });
        using var same = new Runtime(model.ToOnnx(new OnnxExportOptions
        {
            Weights = WeightType.Int4,
            Quantization = new QuantizationOptions { BlockSize = 16, Except = ["last"] },
        }));
        var input = randn([2, 3, 64], generator: Seed());
        var result = fast.call(input);
        Numbers.AssertEqual(result, same.Run([input]).Single(), "the exported file");
        Numbers.AssertEqual(result, model.call(input), "the model", ToleranceOf(WeightType.Int4));
        Assert.NotEqual(0, (result - model.call(input)).abs().max().item<float>());
    }

    internal static nn.Module<Tensor, Tensor> Model(string kind) => Seeded<nn.Module<Tensor, Tensor>>(kind switch
    {
        "linear" => new ThreeLinears(D: 64),
        "gpt" => new Gpt2(D: 64, heads: 4, hidden: 160, layers: 2, positions: 16, vocabulary: 90),
        "llama" => new LlamaForCausalLM(
            D: 64, headDim: 16, heads: 4, hidden: 160, keyValueHeads: 2, layers: 2, vocabulary: 90, eps: 1e-5,
            rotary: new ModelGen.Layers.RotaryOptions()),
        "lstm" => new LstmClassifier(),
        _ => new SmallResNet(),
    });

    internal static Tensor Input(string kind, int batch) => kind switch
    {
        "linear" => randn([batch, 5, 64], generator: Seed()),
        "resnet" => randn([batch, 3, 9, 9], generator: Seed()),
        _ => randint(0, 90, [batch, 7], dtype: ScalarType.Int64, generator: Seed()),
    };

    // Tests run in parallel, so that the seed of torch is of no use.
    private static Generator Seed() => new(7);

    // Matrices keep the size of what they are multiplied with.
    private static T Seeded<T>(T model)
        where T : nn.Module
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var random = Seed();
        foreach (var (name, weight) in model.named_parameters())
        {
            if (weight.Dimensions > 1)
            {
                weight.copy_(randn(weight.shape, generator: random) / Math.Sqrt(weight.numel() / (double)weight.shape[0]));
            }
            else if (name.Contains("bias", StringComparison.Ordinal))
            {
                weight.copy_(randn(weight.shape, generator: random) * 0.1);
            }
        }

        return model;
    }
}
