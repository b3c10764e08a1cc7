using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace ModelGen.Checkpoints;

/// <summary>Bytes that are read at any place: a file, or memory.</summary>
/// <remarks>
/// A file is read with positioned reads straight into the memory of the tensor, and not mapped: both copy each byte once, but a file that
/// another program cuts short while it is mapped kills the process, and mapped pages count as memory of the process on top of the tensors.
/// </remarks>
internal sealed class ByteSource : IDisposable
{
    private readonly SafeFileHandle? _handle;
    private readonly ReadOnlyMemory<byte> _memory;

    /// <summary>A file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="CheckpointException">It is a directory or no regular file.</exception>
    public ByteSource(string path)
    {
        Name = path;
        if (RegularFile.Obstacle(path) is { } obstacle)
        {
            throw new CheckpointException(path, null, $"this is {obstacle}, expected a regular file.");
        }

        // Others may replace the file meanwhile, and even delete it: what is open stays readable.
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            Length = RandomAccess.GetLength(_handle);
        }
        catch (NotSupportedException cause)
        {
            _handle.Dispose();
            throw new CheckpointException(path, null, "this cannot be read at any place, expected a regular file.", cause);
        }
    }

    /// <summary>Memory.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="name">What error messages call them.</param>
    public ByteSource(ReadOnlyMemory<byte> memory, string name)
    {
        Name = name;
        Length = memory.Length;
        _memory = memory;
    }

    /// <summary>The path, or what error messages call the memory.</summary>
    public string Name { get; }

    /// <summary>The number of bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>Fills a span.</summary>
    /// <param name="offset">Where to start.</param>
    /// <param name="destination">What to fill, which must lie within the source.</param>
    /// <exception cref="CheckpointException">The file became shorter since it was opened, or the disk failed.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (_handle is null)
        {
            _memory.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);
            return;
        }

        try
        {
            while (destination.Length > 0)
            {
                var read = RandomAccess.Read(_handle, destination, offset);
                if (read == 0)
                {
                    throw new CheckpointException(
                        Name, null,
                        $"the file became shorter than {Length} bytes while it was read; what was being loaded is now partly changed.");
                }

                destination = destination[read..];
                offset += read;
            }
        }
        catch (IOException cause)
        {
            throw new CheckpointException(
                Name, null, $"reading at byte {offset} failed ({cause.Message}); what was being loaded is now partly changed.", cause);
        }
    }

    public void Dispose() => _handle?.Dispose();
}
