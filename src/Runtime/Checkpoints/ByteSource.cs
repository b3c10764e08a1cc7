using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace ModelGen.Checkpoints;

/// <summary>A file or memory with random access.</summary>
/// <remarks>
/// A file is read with positioned reads into the memory of the tensor instead of being mapped. Both copy each byte once, but a file that
/// another process truncates while it is mapped kills the process, and mapped pages count towards the memory of the process.
/// </remarks>
internal sealed class ByteSource : IDisposable
{
    private readonly SafeFileHandle? _handle;
    private readonly ReadOnlyMemory<byte> _memory;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="CheckpointException">The path denotes a directory or another file that is not regular.</exception>
    public ByteSource(string path)
    {
        Name = path;
        if (RegularFile.Obstacle(path) is { } obstacle)
        {
            throw new CheckpointException(path, null, $"this is {obstacle}, expected a regular file.");
        }

        // Other processes may replace or delete the file; an open handle remains readable.
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            Length = RandomAccess.GetLength(_handle);
        }
        catch (NotSupportedException cause)
        {
            _handle.Dispose();
            throw new CheckpointException(path, null, "this file does not support random access, expected a regular file.", cause);
        }
    }

    /// <summary>Wraps memory.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="name">The name in error messages.</param>
    public ByteSource(ReadOnlyMemory<byte> memory, string name)
    {
        Name = name;
        Length = memory.Length;
        _memory = memory;
    }

    /// <summary>The path of the file, or the name of the memory in error messages.</summary>
    public string Name { get; }

    /// <summary>The number of bytes when the source was opened.</summary>
    public long Length { get; }

    /// <summary>Reads bytes into a span.</summary>
    /// <param name="offset">The offset of the first byte.</param>
    /// <param name="destination">The span to fill. The range must lie within the source.</param>
    /// <exception cref="CheckpointException">The file was truncated after it was opened, or reading failed.</exception>
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
                        $"the file was truncated to fewer than {Length} bytes while it was read; the module is now partly changed.");
                }

                destination = destination[read..];
                offset += read;
            }
        }
        catch (IOException cause)
        {
            throw new CheckpointException(
                Name, null, $"reading at byte {offset} failed ({cause.Message}); the module is now partly changed.", cause);
        }
    }

    public void Dispose() => _handle?.Dispose();
}
