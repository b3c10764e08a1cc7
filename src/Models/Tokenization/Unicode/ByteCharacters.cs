using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The characters that represent bytes in a byte-level vocabulary (Radford et al. 2019): printable characters represent themselves, the
/// characters from U+0100 on represent the other bytes in order.
/// </summary>
internal static class ByteCharacters
{
    private static readonly char[] _characters = Create();
    private static readonly Dictionary<char, byte> _bytes = Inverse();

    /// <summary>The characters by their bytes.</summary>
    public static ReadOnlySpan<char> All => _characters;

    /// <summary>Finds the byte that a character represents.</summary>
    public static bool TryGetByte(char character, out byte value) => _bytes.TryGetValue(character, out value);

    /// <summary>Writes the UTF-8 of a text in these characters; a surrogate without its other half becomes U+FFFD.</summary>
    public static string Of(string text) => string.Create(
        Encoding.UTF8.GetByteCount(text), text, (characters, source) => Write(source, characters));

    /// <summary>Writes the UTF-8 of a text in these characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="characters">The place for the characters, one per byte.</param>
    /// <returns>The number of bytes.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> characters)
    {
        var written = 0;
        while (written < text.Length && text[written] < 0x80)
        {
            characters[written] = _characters[text[written]];
            written++;
        }

        return written == text.Length ? written : written + WriteBytes(text[written..], characters[written..]);
    }

    private static int WriteBytes(ReadOnlySpan<char> text, Span<char> characters)
    {
        Span<byte> bytes = stackalloc byte[256];
        var written = 0;
        while (text.Length > 0)
        {
            // A pair is not taken apart.
            var read = Math.Min(text.Length, 64);
            read -= read < text.Length && char.IsHighSurrogate(text[read - 1]) && char.IsLowSurrogate(text[read]) ? 1 : 0;
            var count = Encoding.UTF8.GetBytes(text[..read], bytes);
            for (var i = 0; i < count; i++)
            {
                characters[written++] = _characters[bytes[i]];
            }

            text = text[read..];
        }

        return written;
    }

    private static char[] Create()
    {
        var characters = new char[256];
        var others = 0;
        for (var value = 0; value < characters.Length; value++)
        {
            var isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = isPrintable ? (char)value : (char)(0x100 + others++);
        }

        return characters;
    }

    private static Dictionary<char, byte> Inverse()
    {
        var bytes = new Dictionary<char, byte>();
        for (var value = 0; value < _characters.Length; value++)
        {
            bytes.Add(_characters[value], (byte)value);
        }

        return bytes;
    }
}
