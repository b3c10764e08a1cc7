using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>Precompiled</c>, the table of replacements of a SentencePiece model: a double-array trie of UTF-8 (Aoe 1989, in the layout of
/// Darts-clone) whose values are positions in a list of replacements.
/// </summary>
internal sealed class PrecompiledNormalizer : INormalizer
{
    // Longer sequences of a base and its marks are replaced character by character.
    private const int LongestCluster = 5;

    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private PrecompiledNormalizer(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    /// <summary>Reads the option <c>precompiled_charsmap</c>.</summary>
    public static PrecompiledNormalizer Read(JsonPart part)
    {
        const string Name = "precompiled_charsmap";
        var table = new byte[part.Text(Name).Length];
        if (!Convert.TryFromBase64String(part.Text(Name), table, out var length) || length < sizeof(uint))
        {
            throw part.Refuse(Name, "a table of SentencePiece in base 64 is expected");
        }

        var content = table.AsSpan(0, length);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(content);
        if (size == 0 || size % sizeof(uint) != 0 || size > content.Length - sizeof(uint))
        {
            throw part.Refuse(Name, "a table of SentencePiece in base 64 is expected");
        }

        var units = new uint[size / sizeof(uint)];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(content[(sizeof(uint) * (i + 1))..]);
        }

        return new(units, content[(sizeof(uint) + (int)size)..].ToArray());
    }

    public string Normalize(string text)
    {
        var normalized = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        Span<char> units = stackalloc char[2];
        while (rest.Length > 0)
        {
            var cluster = rest[..StringInfo.GetNextTextElementLength(rest)];
            if (Encoding.UTF8.GetByteCount(cluster) > LongestCluster || !TryReplace(cluster, normalized))
            {
                foreach (var rune in cluster.EnumerateRunes())
                {
                    var one = units[..rune.EncodeToUtf16(units)];
                    if (!TryReplace(one, normalized))
                    {
                        normalized.Append(one);
                    }
                }
            }

            rest = rest[cluster.Length..];
        }

        return normalized.ToString();
    }

    // The shortest entry that the text starts with replaces all of the text, as in Hugging Face's library.
    private bool TryReplace(ReadOnlySpan<char> text, StringBuilder normalized)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes = bytes[..Encoding.UTF8.GetBytes(text, bytes)];
        var node = Offset(_units[0]);
        foreach (var one in bytes)
        {
            node ^= one;
            if (one == 0 || node >= _units.Length || (_units[node] & 0x800000FF) != one)
            {
                return false;
            }

            var unit = _units[node];
            node ^= Offset(unit);
            if (((unit >> 8) & 1) == 1)
            {
                var start = node < _units.Length ? (int)(_units[node] & 0x7FFFFFFF) : int.MaxValue;
                if (start >= _replacements.Length)
                {
                    return false;
                }

                var end = _replacements.AsSpan(start).IndexOf((byte)0);
                normalized.Append(Encoding.UTF8.GetString(_replacements, start, end < 0 ? _replacements.Length - start : end));
                return true;
            }
        }

        return false;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1 << 9)) >> 6);
}
