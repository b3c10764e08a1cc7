using System;
using System.Collections.Generic;
using System.Linq;
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
    private readonly long[]? _strides;

    /// <summary>Creates the description of a tensor.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="type">The dtype in the file.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="source">The file.</param>
    /// <param name="offset">The offset of the first element, in bytes.</param>
    /// <param name="length">The size of all elements in bytes.</param>
    /// <param name="strides">
    /// The strides in elements, none of them negative, or <c>null</c> if the elements are consecutive in the order of the shape.
    /// </param>
    internal CheckpointTensor(
        string name, ScalarType type, long[] shape, ByteSource source, long offset, long length, long[]? strides = null)
    {
        Name = name;
        Type = type;
        _shape = shape;
        _strides = strides;
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

        if (_strides is null)
        {
            ReadConsecutive(tensor);
            return;
        }

        using var elements = empty(1 + _shape.Zip(_strides, (size, stride) => (size - 1) * stride).Sum(), dtype: Type, device: CPU);
        ReadConsecutive(elements);
        using var view = elements.as_strided(_shape, _strides);
        tensor.copy_(view);
    }

    private void ReadConsecutive(Tensor tensor)
    {
        if (tensor.numel() * ElementType.Bytes(Type) <= LargestSpan)
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
