using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// Reads a safetensors file, gzipped or not: the length of a JSON header, the header with each tensor's type, shape and place, the data.
/// </summary>
internal static class SafeTensors
{
    public static Dictionary<string, Tensor> Read(string path)
    {
        var bytes = Bytes(path);
        var headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        var data = bytes.AsSpan(8 + headerLength);

        var tensors = new Dictionary<string, Tensor>();
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == "__metadata__")
            {
                continue;
            }

            var place = entry.Value.GetProperty("data_offsets");
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
            var tensor = empty(shape, dtype: Type(entry.Value.GetProperty("dtype").GetString()!));
            if (tensor.numel() > 0)
            {
                tensor.bytes = data[place[0].GetInt32()..place[1].GetInt32()];
            }

            tensors.Add(entry.Name, tensor);
        }

        return tensors;
    }

    private static byte[] Bytes(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            return File.ReadAllBytes(path);
        }

        using var file = File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        unzipped.CopyTo(memory);
        return memory.ToArray();
    }

    private static ScalarType Type(string name) => name switch
    {
        "F32" => ScalarType.Float32,
        "F64" => ScalarType.Float64,
        "I64" => ScalarType.Int64,
        "BOOL" => ScalarType.Bool,
        _ => throw new NotSupportedException($"The tests have no use for the element type {name}."),
    };
}
