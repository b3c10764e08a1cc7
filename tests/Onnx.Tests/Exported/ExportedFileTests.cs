using System;
using System.IO;
using System.Linq;
using Google.Protobuf;
using ModelGen.Inference;
using ModelGen.Onnx.Schema;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Files that the generated classes open and refuse.</summary>
public sealed class ExportedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["scorer.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_in_a_file_of_their_own_are_found()
    {
        using var model = new Scorer(words: 20, classes: 3);
        model.ExportOnnx(FilePath, new OnnxExportOptions { ExternalDataFrom = 0 });
        using (var exported = ScorerInference.Load(FilePath))
        {
            Assert.Equal(6, exported.forward([1], 1, 1).Length);
        }

        File.Delete(FilePath + ".data");
        var refused = Assert.Throws<InvalidDataException>(() => ScorerInference.Load(FilePath));
        Assert.Contains("copy 'scorer.onnx.data' too if there is one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_named()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => ScorerInference.Load(FilePath));
        Assert.Equal($"Scorer: the file '{FilePath}' does not exist: write it with model.ExportOnnx of ModelGen.Onnx.", missing.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_file_that_is_cut_is_refused(int length)
    {
        Write(_ => { });
        File.WriteAllBytes(FilePath, File.ReadAllBytes(FilePath)[..length]);
        var refused = Assert.Throws<InvalidDataException>(() => ScorerInference.Load(FilePath));
        Assert.StartsWith($"Scorer: '{FilePath}' ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_program_is_refused() => Refused(
        proto => proto.ProducerName = "pytorch",
        "was written by 'pytorch', not by ModelGen: write it with model.ExportOnnx of ModelGen.Onnx.");

    [Fact]
    public void A_file_of_an_older_version_is_refused() => Refused(
        proto => proto.MetadataProps.Remove(proto.MetadataProps.Single(entry => entry.Key == "modelgen.format")),
        "does not list its inputs and outputs, because an older version of ModelGen.Onnx wrote it: export the model again.");

    [Fact]
    public void A_file_of_a_newer_version_is_refused() => Refused(
        proto => proto.MetadataProps.Single(entry => entry.Key == "modelgen.format").Value = "2",
        "was written by a newer version of ModelGen.Onnx (format 2; this version reads up to 1): update the package ModelGen.Inference.");

    [Fact]
    public void A_file_of_another_model_is_refused()
    {
        using var model = new Wide(D: 4);
        model.ExportOnnx(FilePath);
        Refused("contains the model Wide: load it with WideInference, or export Scorer.");
    }

    [Fact]
    public void A_file_of_an_earlier_declaration_is_refused()
    {
        Refused(
            proto => proto.MetadataProps.Single(entry => entry.Key == "modelgen.input.ids").Value = "(B, T, 3) Int64",
            "was exported from another declaration: its input 'ids' is (B, T, 3) Int64, but Scorer declares (B, T) Int64: export the model "
                + "again.");
        Refused(
            proto => proto.MetadataProps.Single(entry => entry.Key == "modelgen.output.output").Key = "modelgen.output.scores",
            "was exported from another declaration: its output 'output' is missing, but Scorer declares (B, T, 2*classes) Float: export "
                + "the model again.");
        Refused(
            proto => proto.MetadataProps.Remove(proto.MetadataProps.Single(entry => entry.Key == "modelgen.size.words")),
            "has no size 'words', because its declaration was another one: export the model again.");
    }

    [Fact]
    public void A_file_with_the_loss_is_refused()
    {
        using var model = new Scorer(words: 20, classes: 3);
        model.ExportOnnx(FilePath, new OnnxExportOptions { Loss = true });
        Refused("takes 'target', which is not an input of Scorer: export the model again, and without its loss.");
    }

    [Fact]
    public void A_file_of_another_precision_is_refused()
    {
        using var model = new Wide(D: 4, dtype: ScalarType.Float64);
        model.ExportOnnx(FilePath);
        var refused = Assert.Throws<InvalidDataException>(() => WideInference.Load(FilePath));
        Assert.Equal(
            $"Wide: '{FilePath}' has the input 'input' of Double, expected Float: convert the model with model.to(ScalarType.Float32) "
                + "before exporting it.", refused.Message);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Write(_ => { });
        Assert.Throws<ArgumentException>(() => ScorerInference.Load(FilePath, new InferenceOptions { Threads = 0 }));
        Assert.Throws<ArgumentException>(() => ScorerInference.Load(string.Empty));
    }

    private void Write(Action<ModelProto> change)
    {
        using var model = new Scorer(words: 20, classes: 3);
        var proto = ModelProto.Parser.ParseFrom(model.ToOnnx());
        change(proto);
        File.WriteAllBytes(FilePath, proto.ToByteArray());
    }

    private void Refused(Action<ModelProto> change, string reason)
    {
        Write(change);
        Refused(reason);
    }

    private void Refused(string reason)
    {
        var refused = Assert.Throws<InvalidDataException>(() => ScorerInference.Load(FilePath));
        Assert.Equal($"Scorer: '{FilePath}' {reason}", refused.Message);
    }
}
