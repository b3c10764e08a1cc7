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
    /// <param name="weightsFrom">A checkpoint that has weights already, to which the model points; null for none.</param>
    public static void Write(
        AtomicFiles files, string path, ModelProto proto, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights, long externalFrom,
        string? weightsFrom = null)
    {
        using var quiet = no_grad();
        var data = path + DataSuffix;
        weights = weightsFrom is null ? weights : CheckpointWeights.Use(proto, weights, weightsFrom, path);
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
    /// <param name="weights">The weights and the tensors that hold their numbers.</param>
    public static void Embed(IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights)
    {
        foreach (var (weight, tensor) in weights)
        {
            using var scope = NewDisposeScope();
            weight.RawData = ByteString.CopyFrom(tensor.detach().cpu().contiguous().bytes);
        }
    }

    /// <summary>States that the bytes of a weight are in another file.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="location">The path of the file relative to that of the model, with slashes.</param>
    /// <param name="offset">The offset of the first byte in that file.</param>
    /// <param name="length">The number of bytes.</param>
    public static void Point(TensorProto weight, string location, long offset, long length)
    {
        weight.DataLocation = TensorProto.Types.DataLocation.External;
        weight.ExternalData.AddRange(new[] { ("location", location), ("offset", $"{offset}"), ("length", $"{length}") }
            .Select(entry => new StringStringEntryProto { Key = entry.Item1, Value = entry.Item2 }));
    }

    /// <summary>Returns a model with its weights as bytes.</summary>
    /// <param name="proto">The model, whose weights have no numbers yet.</param>
    /// <param name="weights">The weights and the tensors that hold their numbers.</param>
    /// <exception cref="OnnxExportException">The bytes do not fit into an array.</exception>
    public static byte[] ToBytes(ModelProto proto, IReadOnlyList<(TensorProto Proto, Tensor Tensor)> weights)
    {
        // A weight has its length in front of it, and its name and shape are in the model already.
        var bytes = proto.CalculateSize() + weights.Sum(weight => BytesOf(weight.Tensor) + 64);
        if (bytes > Array.MaxLength)
        {
            throw new OnnxExportException(
                $"{proto.Graph.Name} needs {bytes / (double)(1L << 30):0.0} GiB, and an array holds at most 2 GiB: use "
                + "ExportOnnx, which writes the weights to a second file.");
        }

        Embed(weights);
        return proto.ToByteArray();
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
            Point(weight, name, offset, BytesOf(tensor));
            WriteNumbers(stream, tensor);
            offset += BytesOf(tensor);
        }
    }

    // In pieces: a copy of a large weight would need its memory again.
    private static void WriteNumbers(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var source = tensor.detach();
        var rows = source.Dimensions == 0 || source.is_contiguous() ? source.reshape(-1) : source;
        var step = Math.Max(1, Elements / Math.Max(1, rows.numel() / Math.Max(1, rows.size(0))));
        for (var start = 0L; start < rows.size(0); start += step)
        {
            using var piece = NewDisposeScope();
            stream.Write(rows.narrow(0, start, Math.Min(step, rows.size(0) - start)).cpu().contiguous().bytes);
        }
    }
}
