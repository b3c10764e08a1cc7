using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Inference;
using ModelGen.Onnx.Schema;
using ModelGen.Runtime.Tests.Checkpoints;
using ModelGen.Runtime.Tests.Decoding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gpt2 = ModelGen.Models.Gpt2;

namespace ModelGen.Onnx.Tests;

/// <summary>Files that point to the weights of a checkpoint.</summary>
public sealed class WeightsFromTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(17)]
    [InlineData(23)]
    public void The_file_has_only_the_graph_and_computes_the_same(int opset)
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 200);
        Checkpoint.Save(model, _folder["model.safetensors"]);
        var graph = Export(model, "model.safetensors", opset);
        Assert.Equal(["model.onnx", "model.safetensors"], Files());
        Assert.All(Weights(graph), weight => Assert.Equal("model.safetensors", weight.ExternalData[0].Value));
        Assert.Equal(model.state_dict().Keys.Order(), Weights(graph).Select(weight => weight.Name).Order());
        AssertRuns(model, randn(2, 3, 200));
    }

    [Fact]
    public void The_runtime_transposes_the_matrices_when_it_opens_the_file()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 200);
        Checkpoint.Save(model, _folder["model.safetensors"]);
        Assert.Contains(Export(model, "model.safetensors").Graph.Node, node => node.OpType == "Transpose");
        using (var options = new Microsoft.ML.OnnxRuntime.SessionOptions { OptimizedModelFilePath = _folder["opened.onnx"] })
        {
            new Microsoft.ML.OnnxRuntime.InferenceSession(_folder["model.onnx"], options).Dispose();
        }

        Assert.DoesNotContain(ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["opened.onnx"])).Graph.Node,
            node => node.OpType == "Transpose");
    }

    [Fact]
    public void Shards_below_the_folder_are_found_by_their_index()
    {
        using var quiet = no_grad();
        using var model = new Gpt2(D: 32, heads: 4, hidden: 64, layers: 2, positions: 16, vocabulary: 90);
        model.eval();
        Directory.CreateDirectory(_folder["weights"]);
        Checkpoint.Save(model, _folder["weights/model.safetensors"], new SaveOptions { MaxShardBytes = 20_000 });
        var graph = Export(model, "weights");
        var locations = Weights(graph).Select(weight => weight.ExternalData[0].Value).Distinct().ToList();
        Assert.True(locations.Count > 1);
        Assert.All(locations, location => Assert.StartsWith("weights/model-0000", location, StringComparison.Ordinal));
        Assert.Equal(["model.onnx"], Files());
        AssertRuns(model, randint(0, 90, [2, 7]));
    }

    [Fact]
    public void Weights_with_other_names_are_found_by_their_bytes()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 24);
        using var other = new RenamedPerceptron(D: 24);
        foreach (var (mine, theirs) in model.parameters().Zip(other.parameters()))
        {
            theirs.copy_(mine);
        }

        Checkpoint.Save(other, _folder["model.safetensors"]);
        Assert.All(Weights(Export(model, "model.safetensors")), weight => Assert.Equal(DataLocation, weight.DataLocation));
        AssertRuns(model, randn(2, 3, 24));
    }

    [Fact]
    public void A_matrix_that_the_file_has_transposed_is_found_as_well()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 24);
        using var transposed = new Transposed(D: 24);
        transposed.state_dict()["first.weight"].copy_(model.state_dict()["body.linear.weight"].t());
        Checkpoint.Save(transposed, _folder["model.safetensors"]);
        var found = Weights(Export(model, "model.safetensors")).Single(weight => weight.DataLocation == DataLocation);
        Assert.Equal("body.linear.weight.T", found.Name);
        AssertRuns(model, randn(2, 3, 24));
    }

    [Fact]
    public void Weights_that_the_file_does_not_have_are_stored_as_usual()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 24);
        using var part = new OnlyNorm(D: 24);
        Checkpoint.Save(part, _folder["model.safetensors"]);
        model.ExportOnnx(
            _folder["model.onnx"], new OnnxExportOptions { WeightsFrom = _folder["model.safetensors"], ExternalDataFrom = 0 });
        Assert.Equal(["model.onnx", "model.onnx.data", "model.safetensors"], Files());
        AssertRuns(model, randn(2, 3, 24));
    }

    [Fact]
    public void GenAI_and_exported_classes_read_the_checkpoint()
    {
        using var quiet = no_grad();
        using var model = new Wide(D: 64);
        Checkpoint.Save(model, _folder["model.safetensors"]);
        Export(model, "model.safetensors");
        using var exported = WideInference.Load(_folder["model.onnx"]);
        using var input = randn(2, 64);
        using var result = tensor(exported.forward(input.data<float>().ToArray(), 2)).reshape(2, 64);
        Numbers.AssertEqual(result, model.call(input), "exported");

        using var writer = new GptModel();
        Checkpoint.Save(writer, _folder["writer.safetensors"]);
        writer.ExportGenAI(_folder.Path, new GenAIExportOptions { StopIds = [0], WeightsFrom = _folder["writer.safetensors"] });
        var stored = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["model.onnx"]));
        Assert.All(Weights(stored), weight => Assert.Equal(DataLocation, weight.DataLocation));
    }

    [Fact]
    public void Weights_that_changed_since_they_were_saved_are_refused()
    {
        using var quiet = no_grad();
        using var model = new Perceptron(D: 24);
        Checkpoint.Save(model, _folder["model.safetensors"]);
        model.state_dict()["body.linear2.bias"].add_(1);
        Refused(
            model, "model.safetensors",
            "Perceptron cannot be exported with WeightsFrom, because 'FILE' has other weights: 'body.linear2.bias' has other numbers. Save "
            + "the model to that file first, or set Weights to the type of the file.");
        using var wider = new Perceptron(D: 26);
        Assert.Contains(
            "'body.linear.weight' is (48, 24) there and (52, 26) in the model, and 5 more differ",
            Assert.Throws<OnnxExportException>(() => Export(wider, "model.safetensors")).Message);
        var half = Assert.Throws<OnnxExportException>(() => model.ExportOnnx(
            _folder["model.onnx"], new OnnxExportOptions { WeightsFrom = _folder["model.safetensors"], Weights = WeightType.Float16 }));
        Assert.Contains("is Float32 there and Float16 in the export", half.Message);
    }

    [Fact]
    public void Another_models_weights_are_refused()
    {
        using var model = new Perceptron(D: 24);
        using var other = new TwoInTwoOut(D: 5, E: 7);
        Checkpoint.Save(other, _folder["model.safetensors"]);
        Refused(
            model, "model.safetensors",
            "Perceptron cannot be exported with WeightsFrom, because 'FILE' has none of its weights: name the checkpoint from which it was "
            + "loaded, or save the model first. 'body.linear.weight.T' is missing, for example.");
    }

    [Fact]
    public void A_file_that_is_cut_missing_or_elsewhere_is_refused()
    {
        using var model = new Perceptron(D: 24);
        Checkpoint.Save(model, _folder["model.safetensors"]);
        using (var file = new FileStream(_folder["model.safetensors"], FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        File.WriteAllText(_folder["model.onnx"], "old");
        Assert.Contains("truncated", Assert.Throws<CheckpointException>(() => Export(model, "model.safetensors")).Message);
        Assert.Throws<FileNotFoundException>(() => Export(model, "no.safetensors"));
        using var elsewhere = new TemporaryFolder();
        Checkpoint.Save(model, elsewhere["model.safetensors"]);
        var refused = Assert.Throws<OnnxExportException>(() => Export(model, elsewhere["model.safetensors"]));
        Assert.Contains("is not in the folder of the ONNX file", refused.Message);
        model.save(_folder["model.bin"]);
        refused = Assert.Throws<OnnxExportException>(() => Export(model, "model.bin"));
        Assert.Contains("Checkpoint.Save", refused.Message);
        Assert.Equal("old", File.ReadAllText(_folder["model.onnx"]));
    }

    [Fact]
    public void Memory_and_quantised_weights_cannot_point_to_a_file()
    {
        using var model = new Perceptron(D: 24);
        var options = new OnnxExportOptions { WeightsFrom = "model.safetensors" };
        Assert.Equal(
            "WeightsFrom is 'model.safetensors', but only a file can point to another file: leave it out.",
            Assert.Throws<ArgumentException>(() => model.ToOnnx(options)).Message);
        Assert.Throws<ArgumentException>(() => model.ForInference(new InferenceOptions(), options));
        Assert.Equal(
            "WeightsFrom is 'model.safetensors', but Int8 stores other weights: leave it out.",
            Assert.Throws<ArgumentException>(() => model.ExportOnnx("x.onnx", options with { Weights = WeightType.Int8 })).Message);
    }

    private static TensorProto.Types.DataLocation DataLocation => TensorProto.Types.DataLocation.External;

    private ModelProto Export(nn.Module model, string weights, int opset = 17)
    {
        model.ExportOnnx(_folder["model.onnx"], new OnnxExportOptions { WeightsFrom = _folder[weights], Opset = opset });
        return ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["model.onnx"]));
    }

    private void AssertRuns(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        using var runtime = new Runtime(_folder["model.onnx"]);
        Numbers.AssertEqual(runtime.Run([input]).Single(), model.call(input), "weights of the checkpoint");
    }

    private void Refused(nn.Module model, string weights, string message)
    {
        File.WriteAllText(_folder["model.onnx"], "old");
        var refused = Assert.Throws<OnnxExportException>(() => Export(model, weights));
        Assert.Equal(message, refused.Message.Replace(_folder[weights], "FILE"));
        Assert.Equal("old", File.ReadAllText(_folder["model.onnx"]));
    }

    private IEnumerable<string?> Files() =>
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static IEnumerable<TensorProto> Weights(ModelProto model) =>
        model.Graph.Initializer.Where(weight => !weight.Name.StartsWith("constant", StringComparison.Ordinal));
}
