using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Unicode;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>
/// The header of a safetensors file (huggingface/safetensors, "Format"): its length in 8 bytes, then a JSON object with the dtype, shape
/// and offsets of each tensor; the data follows without gaps. Everything is validated before it is used.
/// </summary>
internal static class SafeTensorsHeader
{
    /// <summary>The offset of the header, after its length.</summary>
    public const int Start = 8;

    /// <summary>The maximum length of the reference implementation.</summary>
    public const long LargestHeader = 100_000_000;

    /// <summary>The key of the metadata.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Reads and validates the header.</summary>
    /// <param name="source">The file.</param>
    /// <returns>The tensors in the order of their data, and the metadata.</returns>
    /// <exception cref="CheckpointException">The header is malformed or inconsistent with the file.</exception>
    public static (IReadOnlyList<CheckpointTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(ByteSource source)
    {
        if (source.Length < Start)
        {
            throw new CheckpointException(
                source.Name, null, $"the file has {source.Length} bytes, expected at least the {Start} bytes of the header's length.");
        }

        Span<byte> start = stackalloc byte[Start];
        source.Read(0, start);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > (ulong)(source.Length - Start))
        {
            throw new CheckpointException(
                source.Name, null, $"the header has a length of {length} bytes, but {source.Length - Start} bytes follow: the file is "
                    + "truncated or not a safetensors file.");
        }

        if (length > LargestHeader)
        {
            throw new CheckpointException(
                source.Name, null, $"the header has a length of {length} bytes, expected at most {LargestHeader}.");
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var header = rented.AsSpan(0, (int)length);
            source.Read(Start, header);
            return Parse(header, source);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static (IReadOnlyList<CheckpointTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Parse(
        ReadOnlySpan<byte> header, ByteSource source)
    {
        if (header.IsEmpty || header[0] != '{')
        {
            throw new CheckpointException(source.Name, null, "the header does not begin with '{'.");
        }

        if (!Utf8.IsValid(header))
        {
            throw new CheckpointException(source.Name, null, "the header is not valid UTF-8.");
        }

        var tensors = new List<CheckpointTensor>();
        IReadOnlyDictionary<string, string>? metadata = null;
        string? current = null;
        try
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 8 });
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                current = null;
                current = reader.GetString()!;
                if (!names.Add(current))
                {
                    throw new CheckpointException(source.Name, current, "the name occurs twice in the header.");
                }

                reader.Read();
                if (current == MetadataKey)
                {
                    metadata = Metadata(ref reader, source);
                }
                else
                {
                    tensors.Add(Tensor(ref reader, current, source, Start + header.Length));
                }
            }

            // Only white space may follow, which the reader checks.
            reader.Read();
        }
        catch (JsonException cause)
        {
            throw new CheckpointException(
                source.Name, current, $"the header is not valid JSON near byte {Start + (cause.BytePositionInLine ?? 0)}.", cause);
        }
        catch (InvalidOperationException cause)
        {
            throw new CheckpointException(source.Name, current, "the header has a string with an unpaired surrogate.", cause);
        }

        return (WithoutGaps(tensors, source, Start + header.Length), metadata ?? new Dictionary<string, string>());
    }

    private static Dictionary<string, string> Metadata(ref Utf8JsonReader reader, ByteSource source)
    {
        Expect(reader, JsonTokenType.StartObject, source, MetadataKey, "an object of strings");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            reader.Read();
            Expect(reader, JsonTokenType.String, source, MetadataKey, "an object of strings");
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw new CheckpointException(source.Name, MetadataKey, $"the key '{CheckpointException.Shown(key)}' occurs twice.");
            }
        }

        return metadata;
    }

    private static CheckpointTensor Tensor(ref Utf8JsonReader reader, string name, ByteSource source, long dataStart)
    {
        Expect(reader, JsonTokenType.StartObject, source, name, "an object with dtype, shape and data_offsets");
        string? typeName = null;
        long[]? shape = null;
        long[]? place = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isType = reader.ValueTextEquals("dtype"u8);
            var isShape = reader.ValueTextEquals("shape"u8);
            var isPlace = reader.ValueTextEquals("data_offsets"u8);
            if ((isType && typeName is not null) || (isShape && shape is not null) || (isPlace && place is not null))
            {
                throw new CheckpointException(source.Name, name, $"'{reader.GetString()}' occurs twice.");
            }

            reader.Read();
            if (isType)
            {
                Expect(reader, JsonTokenType.String, source, name, "a string as dtype");
                typeName = reader.GetString();
            }
            else if (isShape)
            {
                shape = Integers(ref reader, source, name, "shape", 64);
            }
            else if (isPlace)
            {
                place = Integers(ref reader, source, name, "data_offsets", 2);
            }
            else
            {
                throw new CheckpointException(source.Name, name, "has a property other than dtype, shape and data_offsets.");
            }
        }

        if (typeName is null || shape is null || place is not { Length: 2 })
        {
            throw new CheckpointException(source.Name, name, "expected a dtype, a shape and two data_offsets.");
        }

        if (!ElementType.TryParse(typeName, out var type))
        {
            throw new CheckpointException(
                source.Name, name, $"the dtype {CheckpointException.Shown(typeName)} is not supported; supported are {ElementType.Names}.");
        }

        var (begin, end) = (place[0], place[1]);
        var dataLength = source.Length - dataStart;
        if (begin > end || end > dataLength)
        {
            throw new CheckpointException(
                source.Name, name, $"its data_offsets are {begin} and {end}, but there are {dataLength} bytes of data: the file is "
                    + "truncated or damaged.");
        }

        if (!ElementType.TrySize(shape, type, out var bytes) || bytes != end - begin)
        {
            throw new CheckpointException(
                source.Name, name,
                $"its data_offsets cover {end - begin} bytes, which is not the size of ({string.Join(", ", shape)}) of {typeName}.");
        }

        return new CheckpointTensor(name, type, shape, source, dataStart + begin, bytes);
    }

    private static long[] Integers(ref Utf8JsonReader reader, ByteSource source, string name, string what, int most)
    {
        Expect(reader, JsonTokenType.StartArray, source, name, $"an array as {what}");
        var values = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < 0)
            {
                throw new CheckpointException(
                    source.Name, name, $"{what} has an element that is not an integer from 0 to {long.MaxValue}.");
            }

            if (values.Count == most)
            {
                throw new CheckpointException(source.Name, name, $"{what} has more than {most} elements.");
            }

            values.Add(value);
        }

        return [.. values];
    }

    // The tensors must cover all of the data without overlaps.
    private static List<CheckpointTensor> WithoutGaps(List<CheckpointTensor> tensors, ByteSource source, long dataStart)
    {
        var ordered = tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Length).ToList();
        var end = dataStart;
        foreach (var tensor in ordered)
        {
            if (tensor.Offset != end)
            {
                var fault = tensor.Offset < end ? "overlaps the tensor before it" : "leaves a gap after the tensor before it";
                throw new CheckpointException(
                    source.Name, tensor.Name, $"its data {fault}: it begins at {tensor.Offset - dataStart}, expected {end - dataStart}.");
            }

            end += tensor.Length;
        }

        if (end != source.Length)
        {
            throw new CheckpointException(source.Name, null, $"{source.Length - end} bytes after the last tensor belong to no tensor.");
        }

        return ordered;
    }

    private static void Expect(in Utf8JsonReader reader, JsonTokenType token, ByteSource source, string name, string expected)
    {
        if (reader.TokenType != token)
        {
            throw new CheckpointException(source.Name, name, $"expected {expected}.");
        }
    }
}
