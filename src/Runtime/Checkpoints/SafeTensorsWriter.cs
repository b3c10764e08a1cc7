using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>
/// Writes safetensors files that are identical to those of the reference implementation for the same tensors and metadata.
/// </summary>
internal static class SafeTensorsWriter
{
    private const long LargestSpan = 1 << 30;

    /// <summary>Escapes only what JSON requires, as the reference implementation does.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>
    /// Orders tensors as the reference implementation does: the widest dtypes first, which aligns all data, then by name.
    /// </summary>
    public static IOrderedEnumerable<KeyValuePair<string, Tensor>> Order(IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => tensors.OrderByDescending(pair => ElementType.Rank(pair.Value.dtype)).ThenBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Returns the size of a tensor's data in bytes.</summary>
    public static long Size(Tensor tensor) => tensor.numel() * ElementType.Bytes(tensor.dtype);

    /// <summary>Writes a file.</summary>
    /// <param name="destination">The stream to write to.</param>
    /// <param name="tensors">The tensors, in their order.</param>
    /// <param name="metadata">The metadata.</param>
    public static void Write(
        Stream destination, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[SafeTensorsHeader.Start];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        destination.Write(length);
        destination.Write(header);
        foreach (var (_, tensor) in tensors)
        {
            WriteData(destination, tensor);
        }
    }

    private static ReadOnlySpan<byte> Header(
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Encoder }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafeTensorsHeader.MetadataKey);
                foreach (var (key, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", ElementType.Name(tensor.dtype));
                WriteIntegers(json, "shape", tensor.shape);
                WriteIntegers(json, "data_offsets", [offset, offset + Size(tensor)]);
                json.WriteEndObject();
                offset += Size(tensor);
            }

            json.WriteEndObject();
        }

        // Padded with spaces to a multiple of 8, so that the data is aligned.
        var padding = (8 - (buffer.WrittenCount % 8)) % 8;
        buffer.GetSpan(8)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan;
    }

    private static void WriteIntegers(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteData(Stream destination, Tensor tensor)
    {
        if (tensor.numel() == 0)
        {
            return;
        }

        using var detached = tensor.detach();
        using var here = detached.cpu();
        using var contiguous = here.contiguous();
        if (Size(tensor) <= LargestSpan)
        {
            destination.Write(contiguous.bytes);
            return;
        }

        using var flat = contiguous.view(-1);
        var elements = LargestSpan / ElementType.Bytes(tensor.dtype);
        for (long start = 0; start < flat.size(0); start += elements)
        {
            using var part = flat.narrow(0, start, Math.Min(elements, flat.size(0) - start));
            destination.Write(part.bytes);
        }
    }
}
