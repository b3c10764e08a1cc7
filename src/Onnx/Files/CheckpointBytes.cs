using System;
using System.IO;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Files;

/// <summary>A file with weights, compared with tensors piece by piece.</summary>
internal sealed class CheckpointBytes : IDisposable
{
    private const int Piece = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _read = new byte[Piece];

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="location">Its path relative to the ONNX file, with slashes.</param>
    public CheckpointBytes(string path, string location)
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        (Location, Length) = (location, RandomAccess.GetLength(_handle));
    }

    /// <summary>The path relative to the ONNX file, with slashes.</summary>
    public string Location { get; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Whether the file has the numbers of a tensor at an offset.</summary>
    /// <param name="tensor">The tensor, contiguous and on the CPU.</param>
    /// <param name="offset">The offset in bytes.</param>
    public bool Contains(Tensor tensor, long offset)
    {
        var size = tensor.element_size();
        var elements = Piece / size;
        using var flat = tensor.view(-1);
        for (var start = 0L; start < flat.numel(); start += elements)
        {
            using var part = flat.narrow(0, start, Math.Min(elements, flat.numel() - start));
            if (!IsAt(part.bytes, offset + (start * size)))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => _handle.Dispose();

    private bool IsAt(ReadOnlySpan<byte> expected, long offset)
    {
        // Most candidates differ at once.
        var (start, length) = (0, Math.Min(expected.Length, 64));
        while (start < expected.Length)
        {
            var read = _read.AsSpan(0, length);
            for (var done = 0; done < length;)
            {
                var count = RandomAccess.Read(_handle, read[done..], offset + start + done);
                if (count == 0)
                {
                    return false;
                }

                done += count;
            }

            if (!read.SequenceEqual(expected.Slice(start, length)))
            {
                return false;
            }

            start += length;
            length = expected.Length - start;
        }

        return true;
    }
}
