using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf;
using ModelGen.Checkpoints;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Files;

/// <summary>Writes a model and its weights, in one file or in two.</summary>
internal static class OnnxFile
{
    private const string DataSuffix = ".data";

    // Weights begin at pages, so that a runtime can map them into memory.
    private const long Alignment = 4096;
    private const long Elements = 1 << 24;

    /// <summary>Writes the files.</summary>
    /// <param name="files">Where they are written; the caller commits them.</param>
    /// <param name="path">The path of the model.</param>
    /// <param name="proto">The model, whose weights have no numbers yet.</param>
    /// <param name="weights">The weights and the tensors that hold their numbers.</param>
    /// <param name="externalFrom">From how many bytes on the weights have a file of their own.</param>
    public static void Write(
        AtomicFiles files, string path, ModelProto proto, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, long externalFrom)
    {
        using var quiet = no_grad();
        var data = path + DataSuffix;
        if (weights.Sum(weight => BytesOf(weight.Tensor)) >= externalFrom)
        {
            files.Write(data, stream => WriteData(stream, weights, Path.GetFileName(data)), path);
        }
        else
        {
            Embed(weights);
        }

        files.Write(path, proto.WriteTo);
    }

    /// <summary>Puts the bytes of the weights into the model.</summary>
    public static void Embed(IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights)
    {
        foreach (var (weight, tensor) in weights)
        {
            using var scope = NewDisposeScope();
            weight.RawData = ByteString.CopyFrom(tensor.detach().cpu().contiguous().bytes);
        }
    }

    private static long BytesOf(Tensor tensor) => tensor.numel() * tensor.element_size();

    private static void WriteData(Stream stream, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, string name)
    {
        var offset = 0L;
        foreach (var (weight, tensor) in weights)
        {
            var padding = (Alignment - (offset % Alignment)) % Alignment;
            stream.Write(new byte[padding]);
            offset += padding;
            weight.DataLocation = TensorProto.Types.DataLocation.External;
            weight.ExternalData.AddRange(new[] { ("location", name), ("offset", $"{offset}"), ("length", $"{BytesOf(tensor)}") }
                .Select(entry => new StringStringEntryProto { Key = entry.Item1, Value = entry.Item2 }));
            WriteNumbers(stream, tensor);
            offset += BytesOf(tensor);
        }
    }

    // In pieces: a copy of a large weight would need its memory again.
    private static void WriteNumbers(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().flatten();
        for (var start = 0L; start < flat.numel(); start += Elements)
        {
            stream.Write(flat.narrow(0, start, Math.Min(Elements, flat.numel() - start)).bytes);
        }
    }
}
