using System;
using System.IO;
using System.Linq;
using System.Text;
using ModelGen.Onnx.Schema;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>
/// Weights of more than 2 GiB. Their rows are one row that is repeated, so that they need no memory; the file in safetensors has holes, so
/// that it needs no disk.
/// </summary>
public sealed class LargeFileTests : IDisposable
{
    private const long Rows = (1L << 28) + 1000;
    private const long Bytes = Rows * 2 * sizeof(float);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_of_more_than_2_GiB_are_refused_with_the_method_that_works()
    {
        using var model = Large(zeros(1, 2));
        var refused = Assert.Throws<OnnxExportException>(() => model.ToOnnx());
        Assert.Equal(
            "Words needs 2.0 GiB, and an array holds at most 2 GiB: use ExportOnnx, which writes the weights to a second file.",
            refused.Message);
    }

    [Fact]
    public void A_weight_of_more_than_2_GiB_is_read_from_its_second_file()
    {
        using var model = Large(tensor(new float[] { 1, 2 }).reshape(1, 2));
        model.ExportOnnx(_folder["model.onnx"]);
        Assert.True(new FileInfo(_folder["model.onnx.data"]).Length > Bytes);
        using var runtime = new Runtime(_folder["model.onnx"]);
        using var ids = tensor(new[] { 0, Rows - 1 }).reshape(1, 2);
        using var expected = model.call(ids);
        Numbers.AssertEqual(runtime.Run([ids]).Single(), expected, "beyond 2 GiB");
    }

    [Fact]
    public void A_checkpoint_of_more_than_2_GiB_is_pointed_to()
    {
        using var model = Large(zeros(1, 2));
        var header = Encoding.UTF8.GetBytes(
            $$$"""
            {"embedding.weight":{"dtype":"F32","shape":[{{{Rows}}},2],"data_offsets":[0,{{{Bytes}}}]},
             "linear.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[{{{Bytes}}},{{{Bytes + 16}}}]}}
            """);
        using (var file = new FileStream(_folder["model.safetensors"], FileMode.CreateNew))
        {
            file.Write(BitConverter.GetBytes((ulong)header.Length));
            file.Write(header);
            file.SetLength(file.Position + Bytes);
            file.Position = file.Length;
            using var last = model.state_dict()["linear.weight"].detach();
            file.Write(last.bytes);
        }

        model.ExportOnnx(_folder["model.onnx"], new OnnxExportOptions { WeightsFrom = _folder["model.safetensors"] });
        var weights = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["model.onnx"])).Graph.Initializer;
        Assert.Equal(
            [8 + header.Length, 8 + header.Length + Bytes],
            weights.Where(weight => weight.ExternalData.Count > 0).Select(weight => long.Parse(weight.ExternalData[1].Value)).Order());
        using var runtime = new Runtime(_folder["model.onnx"]);
        using var ids = tensor(new[] { 0, Rows - 1 }).reshape(1, 2);
        using var expected = model.call(ids);
        Numbers.AssertEqual(runtime.Run([ids]).Single(), expected, "beyond 2 GiB");
    }

    private static Words Large(Tensor row)
    {
        var model = new Words(words: 3);
        var embedding = (Embedding)model.named_modules().Single(module => module.name == "embedding").module;
        embedding.weight = new Parameter(row.expand(Rows, 2), requires_grad: false);
        return model;
    }
}
