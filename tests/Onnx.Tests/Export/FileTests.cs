using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Onnx.Models;
using ModelGen.Onnx.Schema;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>The files: names, sizes, metadata, weights apart from the model, and what cannot be written.</summary>
public sealed class FileTests
{
    [Fact]
    public void Open_sizes_have_the_declared_names_and_fixed_ones_are_numbers()
    {
        using var model = new Perceptron(D: 6);
        var graph = Read(model).Graph;
        Assert.Equal("Perceptron", graph.Name);
        Assert.Equal("input", graph.Input.Single().Name);
        Assert.Equal(["B", "T", "6"], Shape(graph.Input.Single()));
        Assert.Equal("body", graph.Output.Single().Name);
        Assert.Equal(["B", "T", "6"], Shape(graph.Output.Single()));
    }

    [Fact]
    public void The_metadata_state_the_declaration_and_the_sizes()
    {
        using var model = new Perceptron(D: 6);
        var proto = Read(model);
        var metadata = proto.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal("ModelGen", proto.ProducerName);
        Assert.NotEmpty(proto.ProducerVersion);
        Assert.Equal(Perceptron.Architecture.ToString(), metadata["modelgen.declaration"]);
        Assert.Equal("6", metadata["modelgen.size.D"]);
    }

    [Fact]
    public void Weights_have_the_names_of_state_dict_and_a_shared_one_is_stored_once()
    {
        using var model = new TiedModel(vocabulary: 9, D: 4);
        string[] names = [.. Read(model).Graph.Initializer.Select(weight => weight.Name)
            .Where(name => !name.StartsWith("constant", StringComparison.Ordinal))];
        Assert.Equal(["embedding.weight"], names);
    }

    [Fact]
    public void Nodes_are_named_after_their_layers()
    {
        using var model = new Perceptron(D: 6);
        Assert.Contains(Read(model).Graph.Node, node => node.Name.StartsWith("body.linear2/", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_in_a_file_of_their_own_give_the_same_numbers()
    {
        using var quiet = no_grad();
        using var folder = new TemporaryFolder();
        using var model = new Perceptron(D: 6);
        model.ExportOnnx(folder["model.onnx"], new OnnxExportOptions { ExternalDataFrom = 0 });
        Assert.True(new FileInfo(folder["model.onnx.data"]).Length >= model.parameters().Sum(weight => weight.numel()) * sizeof(float));
        using var runtime = new Runtime(folder["model.onnx"]);
        using var input = randn(2, 3, 6);
        Numbers.AssertEqual(runtime.Run([input]).Single(), model.call(input), "external weights");
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_old_one()
    {
        using var folder = new TemporaryFolder();
        using var model = new Perceptron(D: 6);
        Assert.Throws<DirectoryNotFoundException>(() => model.ExportOnnx(folder["no/such/folder/model.onnx"]));
        Assert.Throws<IOException>(() => model.ExportOnnx(Path.GetDirectoryName(folder["x"])!));

        File.WriteAllText(folder["model.onnx"], "old");
        using var meta = new Perceptron(D: 6, device: META);
        var refused = Assert.Throws<OnnxExportException>(() => meta.ExportOnnx(folder["model.onnx"]));
        Assert.Equal(
            "Perceptron cannot be exported: the weight 'body.linear.weight' is on the meta device and has no numbers. Load the weights "
            + "first.",
            refused.Message);
        Assert.Equal("old", File.ReadAllText(folder["model.onnx"]));
        Assert.Equal(["model.onnx"], Directory.GetFiles(Path.GetDirectoryName(folder["x"])!).Select(Path.GetFileName));
    }

    [Fact]
    public void Weights_of_two_types_are_refused()
    {
        using var model = new TwoInTwoOut(D: 2, E: 3);
        model.named_modules().Single(module => module.name == "first.linear").module.to(ScalarType.Float64);
        var refused = Assert.Throws<OnnxExportException>(() => model.ToOnnx());
        Assert.StartsWith("TwoInTwoOut has weights of the types ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void The_file_has_the_type_of_the_weights(ScalarType type)
    {
        using var quiet = no_grad();
        using var model = new TwoInTwoOut(D: 2, E: 3, dtype: type);
        using var runtime = new Runtime(model.ToOnnx());
        using var left = randn(4, 2, dtype: type);
        using var right = randn(4, 3, dtype: type);
        var results = runtime.Run([left, right]);
        var (first, second) = model.call(left, right);
        Numbers.AssertEqual(results[0], first, "first");
        Numbers.AssertEqual(results[1], second, "second");
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        using var model = new Perceptron(D: 6);
        Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxExportOptions { Opset = 9 }));
        Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxExportOptions { LeadingAxes = -1 }));
        Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxExportOptions { ExternalDataFrom = -1 }));
        var refused = Assert.Throws<OnnxExportException>(() => model.ToOnnx(new OnnxExportOptions { OptionalInputs = ["mask"] }));
        Assert.Equal("Perceptron has no optional input 'mask'.", refused.Message);
    }

    [Fact]
    public void The_model_stays_as_it_is()
    {
        using var model = new Perceptron(D: 6);
        model.train();
        model.ToOnnx();
        Assert.True(model.training);
        Assert.All(model.parameters(), parameter => Assert.False(parameter.IsInvalid));
    }

    private static ModelProto Read(nn.Module model) => ModelProto.Parser.ParseFrom(model.ToOnnx());

    private static IEnumerable<string> Shape(ValueInfoProto value) =>
        value.Type.TensorType.Shape.Dim.Select(size => size.HasDimValue ? $"{size.DimValue}" : size.DimParam);
}
