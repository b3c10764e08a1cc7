using System;
using System.IO;
using System.Text;

namespace ModelGen.Inference;

/// <summary>Searches the nodes of an ONNX file for an operator, without reading the rest of the file.</summary>
/// <remarks>
/// An ONNX file is a message in the format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding): fields of a number, a
/// kind and a value. The numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
/// </remarks>
internal static class FileOperators
{
    // The fields from a model to its graph, to a node, and to the name of its operator.
    private static readonly ulong[] _path = [7, 1, 4];

    /// <summary>Whether a file may contain an operator: also true for a file that cannot be read.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="op">The operator: <c>Conv</c>.</param>
    public static bool MayContain(string path, string op)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Contains(file, file.Length, 0, Encoding.UTF8.GetBytes(op));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The runtime reports it.
            return true;
        }
    }

    private static bool Contains(FileStream file, long end, int level, byte[] op)
    {
        while (file.Position < end)
        {
            var tag = Number(file);
            var length = (tag & 7) switch
            {
                0 => Number(file) & 0,
                1 => 8UL,
                2 => Number(file),
                5 => 4UL,
                _ => throw new InvalidDataException(),
            };
            if (length > (ulong)(end - file.Position))
            {
                throw new InvalidDataException();
            }

            var next = file.Position + (long)length;
            if (tag == ((_path[level] << 3) | 2))
            {
                if (level < _path.Length - 1 ? Contains(file, next, level + 1, op) : IsNext(file, (int)length, op))
                {
                    return true;
                }
            }

            file.Position = next;
        }

        return false;
    }

    private static bool IsNext(FileStream file, int length, byte[] expected)
    {
        if (length != expected.Length)
        {
            return false;
        }

        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().SequenceEqual(expected);
    }

    private static ulong Number(FileStream file)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = file.ReadByte();
            value |= ((ulong)next & 0x7F) << shift;
            if (next is >= 0 and < 0x80)
            {
                return value;
            }

            if (next < 0)
            {
                break;
            }
        }

        throw new InvalidDataException();
    }
}
