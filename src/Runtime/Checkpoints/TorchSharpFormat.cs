using System;
using System.Collections.Generic;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>
/// The format of TorchSharp's <c>module.save</c>: the number of tensors, then the name, dtype, rank, sizes and data of each, with numbers
/// in LEB128. It has neither a magic number nor a checksum, so a file is accepted only if it is valid up to its last byte.
/// </summary>
internal static class TorchSharpFormat
{
    private const int LongestName = 10_000;

    /// <summary>Reads and validates everything but the data.</summary>
    /// <param name="source">The file.</param>
    /// <returns>The tensors in the order of the file, and no metadata.</returns>
    /// <exception cref="CheckpointException">The file is malformed or in an unknown format.</exception>
    public static (IReadOnlyList<CheckpointTensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(ByteSource source)
    {
        long position = 0;
        var count = Number(source, ref position);
        var tensors = new List<CheckpointTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            var tensor = ReadTensor(source, ref position);
            if (!names.Add(tensor.Name))
            {
                throw new CheckpointException(source.Name, tensor.Name, "the name occurs twice.");
            }

            tensors.Add(tensor);
        }

        if (position != source.Length)
        {
            throw Unknown(source, $"{source.Length - position} bytes follow the {count} tensors of its header");
        }

        return (tensors, new Dictionary<string, string>());
    }

    private static CheckpointTensor ReadTensor(ByteSource source, ref long position)
    {
        var name = Text(source, ref position);
        var type = Number(source, ref position);
        if (type > sbyte.MaxValue || !ElementType.Has((ScalarType)type))
        {
            throw Unknown(source, $"tensor '{CheckpointException.Shown(name)}' has the dtype number {type}");
        }

        var rank = Number(source, ref position);
        if (rank > 64)
        {
            throw Unknown(source, $"tensor '{CheckpointException.Shown(name)}' has {rank} axes");
        }

        var shape = new long[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            shape[axis] = Number(source, ref position);
        }

        if (!ElementType.TrySize(shape, (ScalarType)type, out var bytes) || bytes > source.Length - position)
        {
            var size = $"({string.Join(", ", shape)})";
            throw Unknown(
                source, $"tensor '{CheckpointException.Shown(name)}' of shape {size} does not fit into the remaining "
                    + $"{source.Length - position} bytes");
        }

        var tensor = new CheckpointTensor(name, (ScalarType)type, shape, source, position, bytes);
        position += bytes;
        return tensor;
    }

    private static string Text(ByteSource source, ref long position)
    {
        var length = Number(source, ref position);
        if (length > LongestName || length > source.Length - position)
        {
            throw Unknown(source, $"a name of {length} bytes at byte {position}");
        }

        Span<byte> bytes = length <= 256 ? stackalloc byte[(int)length] : new byte[length];
        source.Read(position, bytes);
        position += length;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Unknown(source, $"a name that is not valid UTF-8 before byte {position}");
        }
    }

    // Unsigned LEB128: seven bits per byte, the lowest first.
    private static long Number(ByteSource source, ref long position)
    {
        long value = 0;
        Span<byte> digit = stackalloc byte[1];
        for (var shift = 0; shift < 63; shift += 7)
        {
            if (position >= source.Length)
            {
                throw Unknown(source, "it ends within a number");
            }

            source.Read(position++, digit);
            value |= (long)(digit[0] & 0x7F) << shift;
            if ((digit[0] & 0x80) == 0)
            {
                return value;
            }
        }

        throw Unknown(source, $"a number beyond 63 bits before byte {position}");
    }

    private static CheckpointException Unknown(ByteSource source, string reason)
        => new(
            source.Name, null,
            $"this is neither a safetensors file nor a file of torch.save or TorchSharp's module.save, or it is damaged: {reason}.");
}
