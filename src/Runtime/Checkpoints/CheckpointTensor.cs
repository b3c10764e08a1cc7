using System;
using System.Collections.Generic;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>A tensor in a checkpoint: its name, shape and dtype, and access to its data.</summary>
public sealed class CheckpointTensor
{
    // The maximum size of one read, because a span covers at most 2 GiB.
    private const long LargestSpan = 1 << 30;

    private readonly ByteSource _source;
    private readonly long[] _shape;

    internal CheckpointTensor(string name, ScalarType type, long[] shape, ByteSource source, long offset, long length)
    {
        Name = name;
        Type = type;
        _shape = shape;
        _source = source;
        Offset = offset;
        Length = length;
    }

    /// <summary>The name in the file.</summary>
    public string Name { get; }

    /// <summary>The dtype in the file.</summary>
    public ScalarType Type { get; }

    /// <summary>The shape, one size per axis.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The size of the data in bytes.</summary>
    public long Length { get; }

    /// <summary>The path of the file; for a sharded checkpoint the path of the shard.</summary>
    public string File => _source.Name;

    /// <summary>The offset of the data in the file, in bytes.</summary>
    internal long Offset { get; }

    /// <summary>Reads the data into a new tensor on the CPU.</summary>
    /// <returns>The tensor, owned by the caller.</returns>
    /// <exception cref="CheckpointException">The file was truncated after it was opened, or reading failed.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is closed.</exception>
    public Tensor Read()
    {
        var tensor = empty(_shape, dtype: Type, device: CPU);
        try
        {
            ReadInto(tensor);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Reads the data into a contiguous CPU tensor of the same shape and dtype.</summary>
    internal void ReadInto(Tensor tensor)
    {
        if (Length == 0)
        {
            return;
        }

        if (Length <= LargestSpan)
        {
            Read(Offset, tensor.bytes);
            return;
        }

        var elements = LargestSpan / ElementType.Bytes(Type);
        using var flat = tensor.view(-1);
        for (long start = 0; start < flat.size(0); start += elements)
        {
            using var part = flat.narrow(0, start, Math.Min(elements, flat.size(0) - start));
            Read(Offset + (start * ElementType.Bytes(Type)), part.bytes);
        }
    }

    private void Read(long offset, Span<byte> destination)
    {
        _source.Read(offset, destination);
        if (Type != ScalarType.Bool)
        {
            return;
        }

        // For libtorch a boolean other than 0 and 1 is undefined behaviour.
        foreach (ref var truth in destination)
        {
            truth = truth == 0 ? (byte)0 : (byte)1;
        }
    }
}
