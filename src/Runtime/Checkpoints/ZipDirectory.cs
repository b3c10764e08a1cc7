using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Checkpoints;

/// <summary>
/// The directory of a zip file, with or without the extension for large files (APPNOTE.TXT of PKWARE, sections 4.3 and 4.5.3).
/// </summary>
/// <remarks>
/// <c>System.IO.Compression.ZipArchive</c> gives streams, which one thread at a time can read from the front. Tensors are read from several
/// threads and at any offset, so this class returns the offsets of the stored data.
/// </remarks>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int LargeEndLength = 56;
    private const int LocatorLength = 20;
    private const int EntryLength = 46;
    private const int LocalLength = 30;
    private const long LargestDirectory = 1 << 26;

    private readonly ByteSource _source;
    private readonly Dictionary<string, (long Header, long Length)> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads the directory.</summary>
    /// <param name="source">The file.</param>
    /// <exception cref="CheckpointException">The directory is damaged, or an entry is compressed or encrypted.</exception>
    public ZipDirectory(ByteSource source)
    {
        _source = source;
        var (offset, length) = Find();
        if (offset < 0 || length < 0 || length > source.Length - offset || length > LargestDirectory)
        {
            throw Damaged($"its directory has {length} bytes at byte {offset}");
        }

        var directory = new byte[length];
        source.Read(offset, directory);
        for (ReadOnlySpan<byte> rest = directory; rest.Length > 0;)
        {
            rest = rest[Add(rest)..];
        }
    }

    /// <summary>The names of the entries.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Returns where the data of an entry is in the file.</summary>
    /// <param name="name">The name of the entry.</param>
    /// <returns>The offset and the length in bytes, or <c>null</c> if there is no such entry.</returns>
    /// <exception cref="CheckpointException">The data is not within the file.</exception>
    public (long Offset, long Length)? Data(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            return null;
        }

        Span<byte> local = stackalloc byte[LocalLength];
        if (entry.Header < 0 || entry.Header > _source.Length - LocalLength)
        {
            throw Damaged($"'{CheckpointException.Shown(name)}' begins at byte {entry.Header}");
        }

        _source.Read(entry.Header, local);
        var offset = entry.Header + LocalLength + UInt16(local, 26) + UInt16(local, 28);
        return local.StartsWith("PK\x03\x04"u8) && entry.Length >= 0 && offset <= _source.Length && entry.Length <= _source.Length - offset
            ? (offset, entry.Length)
            : throw Damaged($"'{CheckpointException.Shown(name)}' has {entry.Length} bytes at byte {offset}");
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    // The end record is followed by a comment of at most 65,535 bytes, which torch.save does not write.
    private (long Offset, long Length) Find()
    {
        var tail = new byte[Math.Min(_source.Length, EndLength)];
        _source.Read(_source.Length - tail.Length, tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at != 0 || tail.Length < EndLength)
        {
            tail = new byte[Math.Min(_source.Length, EndLength + ushort.MaxValue)];
            _source.Read(_source.Length - tail.Length, tail);
            at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        }

        if (at < 0 || tail.Length - at < EndLength)
        {
            throw Damaged("it has no directory at its end");
        }

        var end = tail.AsSpan(at);
        var (length, offset) = (UInt32(end, 12), UInt32(end, 16));
        return length < uint.MaxValue && offset < uint.MaxValue
            ? (offset, length)
            : FindLarge(_source.Length - tail.Length + at - LocatorLength);
    }

    private (long Offset, long Length) FindLarge(long locatorOffset)
    {
        Span<byte> locator = stackalloc byte[LocatorLength];
        Span<byte> end = stackalloc byte[LargeEndLength];
        if (locatorOffset >= 0)
        {
            _source.Read(locatorOffset, locator);
        }

        var offset = Int64(locator, 8);
        if (!locator.StartsWith("PK\x06\x07"u8) || offset < 0 || offset > _source.Length - LargeEndLength)
        {
            throw Damaged("the end of its directory is damaged");
        }

        _source.Read(offset, end);
        return end.StartsWith("PK\x06\x06"u8) ? (Int64(end, 48), Int64(end, 40)) : throw Damaged("the end of its directory is damaged");
    }

    // Adds the first entry and returns its length.
    private int Add(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < EntryLength || !rest.StartsWith("PK\x01\x02"u8))
        {
            throw Damaged("an entry of its directory is damaged");
        }

        var (nameLength, extraLength) = (UInt16(rest, 28), UInt16(rest, 30));
        var length = EntryLength + nameLength + extraLength + UInt16(rest, 32);
        if (length > rest.Length)
        {
            throw Damaged("an entry of its directory is damaged");
        }

        var name = Encoding.UTF8.GetString(rest.Slice(EntryLength, nameLength));
        var shown = CheckpointException.Shown(name);
        var sizes = Sizes(rest, rest.Slice(EntryLength + nameLength, extraLength));
        if ((UInt16(rest, 8) & 1) != 0 || UInt16(rest, 10) != 0 || sizes.Compressed != sizes.Length)
        {
            throw new CheckpointException(
                _source.Name, null, $"'{shown}' in this zip file is compressed or encrypted, expected it as torch.save stores it.");
        }

        return _entries.TryAdd(name, (sizes.Header, sizes.Length)) ? length : throw Damaged($"'{shown}' occurs twice");
    }

    // Values that do not fit into 32 bits are in the extra field 1, in this order.
    private (long Length, long Compressed, long Header) Sizes(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        Span<long> sizes = [UInt32(entry, 24), UInt32(entry, 20), UInt32(entry, 42)];
        var large = ReadOnlySpan<byte>.Empty;
        while (extra.Length >= 4)
        {
            var length = Math.Min(UInt16(extra, 2), extra.Length - 4);
            if (UInt16(extra, 0) == 1)
            {
                large = extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        foreach (ref var size in sizes)
        {
            if (size == uint.MaxValue && large.Length >= 8)
            {
                size = Int64(large, 0);
                large = large[8..];
            }
        }

        return (sizes[0], sizes[1], sizes[2]);
    }

    private CheckpointException Damaged(string reason)
        => new(_source.Name, null, $"this zip file is truncated or damaged: {reason}.");
}
