using System;
using System.Text;

namespace ModelGen.Pickles;

/// <summary>Reads bytes of a file.</summary>
/// <param name="offset">The offset of the first byte.</param>
/// <param name="destination">The span to fill; the range lies within the file.</param>
internal delegate void ReadBytes(long offset, Span<byte> destination);

/// <summary>The bytes of a pickle in a file, read through a small buffer.</summary>
internal sealed class PickleBytes
{
    /// <summary>The largest pickle that is read, in bytes. Pickles of PyTorch have about 200 bytes per tensor.</summary>
    public const long Largest = 1 << 26;

    private const int LongestLine = 1000;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadBytes _read;
    private readonly long _end;
    private readonly bool _isCut;
    private readonly byte[] _buffer = new byte[1 << 13];
    private long _bufferStart;
    private int _buffered;

    /// <summary>Creates the reader.</summary>
    /// <param name="read">Reads bytes of the file.</param>
    /// <param name="offset">The offset of the pickle.</param>
    /// <param name="end">The offset after the last byte that may belong to it.</param>
    public PickleBytes(ReadBytes read, long offset, long end)
    {
        (_read, Position) = (read, offset);
        _isCut = end - offset > Largest;
        _end = _isCut ? offset + Largest : end;
    }

    /// <summary>The offset of the next byte in the file.</summary>
    public long Position { get; private set; }

    /// <summary>Reads one byte.</summary>
    public byte Next()
    {
        if (Position >= _bufferStart + _buffered)
        {
            _bufferStart = Position;
            _buffered = (int)Math.Min(_buffer.Length, _end - Position);
            if (_buffered <= 0)
            {
                throw Ended();
            }

            _read(_bufferStart, _buffer.AsSpan(0, _buffered));
        }

        return _buffer[Position++ - _bufferStart];
    }

    /// <summary>Reads an unsigned integer, the lowest byte first.</summary>
    /// <param name="bytes">The number of bytes, at most 8.</param>
    public ulong Unsigned(int bytes)
    {
        ulong value = 0;
        for (var shift = 0; shift < 8 * bytes; shift += 8)
        {
            value |= (ulong)Next() << shift;
        }

        return value;
    }

    /// <summary>Reads bytes. The length is compared with the size of the file before memory is allocated.</summary>
    /// <param name="length">The number of bytes.</param>
    public byte[] Take(ulong length)
    {
        if (length > (ulong)(_end - Position))
        {
            throw Ended();
        }

        var bytes = new byte[length];
        _read(Position, bytes);
        Position += bytes.Length;
        return bytes;
    }

    /// <summary>Reads text in UTF-8.</summary>
    /// <param name="length">The number of bytes.</param>
    public string Text(ulong length) => Decoded(Take(length));

    /// <summary>Reads text up to the end of the line.</summary>
    public string Line()
    {
        var start = Position;
        var line = new byte[LongestLine];
        for (var length = 0; length < LongestLine; length++)
        {
            line[length] = Next();
            if (line[length] == '\n')
            {
                return Decoded(line.AsSpan(0, length));
            }
        }

        throw new PickleException($"it has a name of more than {LongestLine} bytes at byte {start}");
    }

    private string Decoded(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new PickleException($"it has text that is not valid UTF-8 before byte {Position}");
        }
    }

    private PickleException Ended()
        => new(_isCut ? $"it is larger than {Largest} bytes" : $"it ends at byte {_end} within a value");
}
