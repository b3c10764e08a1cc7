using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using ModelGen.Pickles;

namespace ModelGen.Checkpoints;

/// <summary>
/// The format of <c>torch.save</c> before PyTorch 1.6 (<c>_legacy_save</c> in <c>torch/serialization.py</c>): pickles of a magic number, a
/// version, facts about the machine, the value and the keys of the storages, then each storage with its number of elements before it.
/// </summary>
internal static class TorchSequence
{
    private const byte Long10 = 10;
    private const long Version = 1001;

    private static readonly BigInteger _magic = BigInteger.Parse("119547037146038801333356");

    private static readonly IReadOnlySet<string> _noNames = new HashSet<string>();

    /// <summary>Returns whether a file is a pickle that begins with the magic number, or a pickle of protocol 4 or 5.</summary>
    /// <param name="start">The first <see cref="TorchFile.SignatureLength"/> bytes, or the whole file.</param>
    public static bool Is(ReadOnlySpan<byte> start)
        => start.Length > 3 && start[0] == (byte)PickleOpcode.Proto
            && (start[1] is 2 or 3 ? start[2] == (byte)PickleOpcode.Long1 && start[3] == Long10
                : start[1] is 4 or 5 && start[2] == (byte)PickleOpcode.Frame);

    /// <summary>Reads the pickles and the sizes of the storages.</summary>
    /// <param name="source">The file.</param>
    /// <returns>The value, and the function that returns the offset of the data of a storage.</returns>
    /// <exception cref="PickleException">A pickle is damaged, or contains something other than data.</exception>
    /// <exception cref="CheckpointException">The file is malformed.</exception>
    public static (object? Value, Func<TorchStorage, long> Offset) Read(ByteSource source)
    {
        var position = 0L;
        if (Next(_noNames).Value is not BigInteger magic || magic != _magic)
        {
            throw new CheckpointException(source.Name, null, "this is a pickle, but not one of torch.save, so it has no tensors.");
        }

        if (Next(_noNames).Value is not Version
            || Next(_noNames).Value is not PickleDict machine
            || !machine.Pairs.Any(pair => pair is ("little_endian", true)))
        {
            throw new CheckpointException(
                source.Name, null,
                $"it is not in version {Version} of the format, or not little-endian: save it again with a current PyTorch.");
        }

        var (value, references) = Next(TorchTensors.Names);
        var storages = new Dictionary<string, TorchStorage>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            var storage = TorchStorage.Of(reference, source.Name);
            storages.TryAdd(storage.Key, storage);
        }

        var offsets = Offsets(source, Next(_noNames).Value, storages, position);
        return (value, storage => storages[storage.Key] == storage
            ? offsets.TryGetValue(storage.Key, out var offset) ? offset : throw Damaged(source, storage.Key, "has no data")
            : throw Damaged(source, storage.Key, "has two descriptions"));

        (object? Value, IReadOnlyList<PickleReference> References) Next(IReadOnlySet<string> names)
        {
            var bytes = new PickleBytes(source.Read, position, source.Length);
            var read = PickleReader.Read(bytes, names);
            position = bytes.Position;
            return read;
        }
    }

    private static Dictionary<string, long> Offsets(
        ByteSource source, object? keys, Dictionary<string, TorchStorage> storages, long position)
    {
        var offsets = new Dictionary<string, long>(StringComparer.Ordinal);
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var key in keys as List<object?> ?? [])
        {
            if (key is not string text || !storages.TryGetValue(text, out var storage) || !offsets.TryAdd(text, position + count.Length))
            {
                throw new CheckpointException(source.Name, null, "the list of its storages is malformed.");
            }

            if (position > source.Length - count.Length)
            {
                throw Damaged(source, text, "is beyond the end of the file");
            }

            source.Read(position, count);
            position += count.Length;
            if (BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count
                || !ElementType.TrySize([storage.Count], storage.Type, out var bytes)
                || bytes > source.Length - position)
            {
                throw Damaged(source, text, $"has no {storage.Count} elements of {storage.Type}");
            }

            position += bytes;
        }

        return offsets;
    }

    private static CheckpointException Damaged(ByteSource source, string key, string reason)
        => new(source.Name, null, $"the file is truncated or damaged: its storage '{CheckpointException.Shown(key)}' {reason}.");
}
