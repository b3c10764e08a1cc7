using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Models;
using Gpt2 = ModelGen.Models.Gpt2;
using Google.Protobuf;
using ModelGen.Onnx.Schema;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Tests;

/// <summary>What files with quantised weights contain, and what cannot be quantised.</summary>
public sealed class QuantizedFileTests
{
    public static TheoryData<WeightType> Quantized => [WeightType.Int8Dynamic, WeightType.Int8, WeightType.Int4];

    [Theory]
    [MemberData(nameof(Quantized))]
    public void Only_the_first_and_the_last_layer_are_float_if_they_are_left_out(WeightType weights)
    {
        using var model = new ThreeLinears(D: 64);
        Assert.Equal(
            ["first.linear.weight.T", "last.linear.weight.T"],
            FloatMatrices(model, weights, new QuantizationOptions { ExceptFirstAndLast = true }));
        Assert.Empty(FloatMatrices(model, weights, new QuantizationOptions()));
    }

    [Theory]
    [InlineData("middle", "middle.linear.weight.T")]
    [InlineData("middle.linear", "middle.linear.weight.T")]
    public void A_layer_is_left_out_by_its_path(string path, string weight)
    {
        using var model = new ThreeLinears(D: 64);
        Assert.Equal([weight], FloatMatrices(model, WeightType.Int8, new QuantizationOptions { Except = [path] }));
    }

    [Fact]
    public void A_part_of_a_layer_and_a_block_are_left_out_by_their_paths()
    {
        using var model = (Gpt2)WeightTypeTests.Model("gpt");
        var all = FloatMatrices(model, WeightType.Int4, new QuantizationOptions());
        var linears = model.state_dict().Where(entry => entry.Value.Dimensions == 2).Select(entry => entry.Key).ToList();
        var block = linears.Where(name => name.StartsWith("block.0.", StringComparison.Ordinal)).ToList();
        var query = block.Single(name => name.EndsWith("query.weight", StringComparison.Ordinal));
        var withoutQuery = FloatMatrices(model, WeightType.Int4, new QuantizationOptions { Except = [query[..^".weight".Length]] });
        Assert.Equal([$"{query}.T"], withoutQuery.Except(all));
        var withoutBlock = FloatMatrices(model, WeightType.Int4, new QuantizationOptions { Except = ["block.0"] });
        Assert.Equal(block.Select(name => $"{name}.T").Order(), withoutBlock.Except(all).Order());
    }

    [Theory]
    [MemberData(nameof(Quantized))]
    public void A_weight_that_an_embedding_and_the_output_layer_share_is_stored_once(WeightType weights)
    {
        using var model = new TiedModel(vocabulary: 90, D: 64);
        var bits = weights == WeightType.Int4 ? 4 : 8;
        var proto = Export(model, weights, new QuantizationOptions { Symmetric = true });
        Assert.Equal(
            [$"embedding.weight.int{bits}", "embedding.weight.scales"],
            proto.Graph.Initializer.Select(weight => weight.Name)
                .Where(name => !name.StartsWith("constant", StringComparison.Ordinal)));
        Assert.Equal(90 * 64 * bits / 8, proto.Graph.Initializer.Single(weight => weight.Name.Contains(".int")).RawData.Length);
    }

    [Theory]
    [MemberData(nameof(Quantized))]
    public void An_embedding_of_its_own_is_quantised_on_request(WeightType weights)
    {
        using var model = new LstmClassifier();
        const string Weight = "words.embedding.weight";
        Assert.Contains(Weight, FloatMatrices(model, weights, new QuantizationOptions()));
        Assert.DoesNotContain(Weight, FloatMatrices(model, weights, new QuantizationOptions { Embeddings = true }));
        using var runtime = new Runtime(Export(model, weights, new QuantizationOptions { Embeddings = true }).ToByteArray());
        using var ids = WeightTypeTests.Input("lstm", 2);
        Numbers.AssertEqual(runtime.Run([ids]).Single(), model.call(ids), "embedding", tolerance: 0.4);
    }

    [Fact]
    public void Only_dynamic_quantisation_replaces_an_LSTM()
    {
        using var model = new LstmClassifier();
        Assert.Equal(2, Export(model, WeightType.Int8Dynamic).Graph.Node.Count(node => node.OpType == "DynamicQuantizeLSTM"));
        Assert.Equal(2, Export(model, WeightType.Int8).Graph.Node.Count(node => node.OpType == "LSTM"));
    }

    [Fact]
    public void Layers_with_one_input_quantise_it_once()
    {
        using var model = (Gpt2)WeightTypeTests.Model("gpt");
        var nodes = Export(model, WeightType.Int8Dynamic).Graph.Node;
        var inputs = nodes.Where(node => node.OpType == "DynamicQuantizeLinear").Select(node => node.Input[0]).ToList();
        Assert.Equal(inputs.Distinct(), inputs);
        Assert.True(inputs.Count < nodes.Count(node => node.OpType == "MatMulInteger"));
    }

    [Theory]
    [InlineData(WeightType.Int4, true)]
    [InlineData(WeightType.Int8, true)]
    [InlineData(WeightType.Int8Dynamic, false)]
    [InlineData(WeightType.Float16, false)]
    public void The_file_states_its_weights_and_names_the_operators_of_ONNX_Runtime(WeightType weights, bool usesRuntime)
    {
        using var model = new ThreeLinears(D: 64);
        var proto = Export(model, weights, options: null);
        Assert.Equal($"{weights}", proto.MetadataProps.Single(entry => entry.Key == "modelgen.weights").Value);
        Assert.Equal(usesRuntime ? ["", "com.microsoft"] : [""], proto.OpsetImport.Select(opset => opset.Domain));
    }

    [Fact]
    public void A_layer_to_leave_out_that_does_not_exist_is_refused_with_those_that_do()
    {
        using var model = new ThreeLinears(D: 64);
        var refused = Assert.Throws<OnnxExportException>(() =>
            Export(model, WeightType.Int4, new QuantizationOptions { Except = ["hed"] }));
        Assert.Equal(
            "ThreeLinears has no layer 'hed' that Int4 would quantise, only 'first.linear', 'middle.linear', 'last.linear': "
            + "correct Except.",
            refused.Message);
    }

    [Theory]
    [MemberData(nameof(Quantized))]
    public void A_model_without_anything_to_quantise_is_refused(WeightType weights)
    {
        using var model = new OnlyConvolution();
        Assert.Equal(
            $"OnlyConvolution has no weights that {weights} would quantise: only matrix products of layers that are not left out are "
            + "quantised. Use WeightType.Float16 for a smaller file.",
            Assert.Throws<OnnxExportException>(() => Export(model, weights)).Message);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        using var quiet = no_grad();
        using var model = new ThreeLinears(D: 64);
        model.parameters().First()[0, 0] = float.NaN;
        Assert.Equal(
            "ThreeLinears cannot be quantised: the weight 'first.linear.weight.T' has numbers that are not finite. Check its training.",
            Assert.Throws<OnnxExportException>(() => Export(model, WeightType.Int8)).Message);
    }

    [Fact]
    public void Weights_beyond_the_range_of_Float16_are_refused()
    {
        using var quiet = no_grad();
        using var model = new ThreeLinears(D: 64);
        model.parameters().First()[0, 0] = 1e5f;
        Assert.Equal(
            "The weight 'first.linear.weight' has numbers beyond 65,504, the largest of Float16: set Weights = "
            + "WeightType.BFloat16 or Float32.",
            Assert.Throws<OnnxExportException>(() => Export(model, WeightType.Float16, options: null)).Message);
        Assert.NotEmpty(Export(model, WeightType.BFloat16, options: null).Graph.Node);
    }

    [Theory]
    [InlineData(WeightType.Float16)]
    [InlineData(WeightType.Int4)]
    public void Weights_of_two_types_are_refused_whatever_the_type_of_the_file(WeightType weights)
    {
        using var model = new ThreeLinears(D: 64);
        model.named_modules().First(module => module.name == "first.linear").module.to(ScalarType.Float16);
        var refused = Assert.Throws<OnnxExportException>(() => model.ToOnnx(new OnnxExportOptions { Weights = weights }));
        Assert.Equal(
            "ThreeLinears has weights of the types Float16 and Float32: convert them to one type, such as model.to(ScalarType.Float32).",
            refused.Message);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        using var model = new ThreeLinears(D: 64);
        Assert.Equal(
            "BlockSize is 33, expected 16, 32, 64, 128 or 256.",
            Assert.Throws<ArgumentException>(() => Export(model, WeightType.Int4, new QuantizationOptions { BlockSize = 33 })).Message);
        Assert.Equal(
            "Quantization is set, but Weights is Float16: set Int8Dynamic, Int8 or Int4, or leave Quantization out.",
            Assert.Throws<ArgumentException>(() => Export(model, WeightType.Float16, new QuantizationOptions())).Message);
        Assert.Equal(
            "Weights is 99, which is no WeightType.",
            Assert.Throws<ArgumentException>(() => Export(model, (WeightType)99, options: null)).Message);
    }

    private static ModelProto Export(nn.Module model, WeightType weights) => Export(model, weights, options: null);

    private static ModelProto Export(nn.Module model, WeightType weights, QuantizationOptions? options) =>
        ModelProto.Parser.ParseFrom(model.ToOnnx(new OnnxExportOptions { Weights = weights, Quantization = options }));

    // The names of the matrices that are not integers.
    private static List<string> FloatMatrices(nn.Module model, WeightType weights, QuantizationOptions options) =>
        [.. Export(model, weights, options).Graph.Initializer
            .Where(weight => weight.Dims.Count == 2 && weight.DataType == (int)DataType.Float
                && !weight.Name.EndsWith(".scales", StringComparison.Ordinal))
            .Select(weight => weight.Name)];
}
