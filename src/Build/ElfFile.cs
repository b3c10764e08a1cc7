using System.Collections.Generic;
using System.Text;

namespace ModelGen.Build;

/// <summary>
/// The bytes and sections of a 64-bit little-endian ELF shared library. Every read and write is checked against the bounds of its section
/// and throws <see cref="LibraryFormatException"/> outside them. Offsets are relative to the start of a section. The layout is that of the
/// System V ABI and, for versions, of the Linux Standard Base.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SharedObject = 3;
    private const uint OccupiesNoFileSpace = 8;

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly Dictionary<string, ElfSection> _sections = new();

    /// <summary>
    /// Reads the headers of <paramref name="bytes"/>, which are not copied; <paramref name="path"/> is used in messages only.
    /// </summary>
    public ElfFile(string path, byte[] bytes)
    {
        _path = path;
        _bytes = bytes;
        ReadHeader();
        ReadSections();
    }

    public byte[] Bytes => _bytes;

    public ElfSection Section(string name)
        => _sections.TryGetValue(name, out var section) ? section : throw Error($"has no section {name}");

    public bool HasSection(string name) => _sections.ContainsKey(name);

    public ushort ReadUInt16(ElfSection section, long offset) => (ushort)Read(At(section, offset, 2), 2);

    public uint ReadUInt32(ElfSection section, long offset) => (uint)Read(At(section, offset, 4), 4);

    public void WriteUInt16(ElfSection section, long offset, ushort value)
    {
        var at = At(section, offset, 2);
        _bytes[at] = (byte)value;
        _bytes[at + 1] = (byte)(value >> 8);
    }

    public string ReadString(ElfSection section, uint offset)
    {
        var start = At(section, offset, 1);
        var end = section.Offset + section.Size;
        for (var i = start; i < end; i++)
        {
            if (_bytes[i] == 0)
            {
                return Encoding.ASCII.GetString(_bytes, start, i - start);
            }
        }

        throw Error($"has a string in {section.Name} that is not terminated");
    }

    /// <summary>Overwrites a string by <paramref name="value"/>, which must not be longer, and clears the rest of the string.</summary>
    public void OverwriteString(ElfSection section, uint offset, int oldLength, string value)
    {
        var start = At(section, offset, oldLength);
        for (var i = 0; i < oldLength; i++)
        {
            _bytes[start + i] = i < value.Length ? (byte)value[i] : (byte)0;
        }
    }

    public LibraryFormatException Error(string problem) => new(_path, problem);

    private void ReadHeader()
    {
        if (_bytes.Length < 4 || _bytes[0] != 0x7F || _bytes[1] != 'E' || _bytes[2] != 'L' || _bytes[3] != 'F')
        {
            throw Error("is not an ELF file; expected a Linux shared library");
        }

        if (_bytes.Length < HeaderSize)
        {
            throw Error($"is truncated: it has {_bytes.Length} bytes, and an ELF header has {HeaderSize}");
        }

        if (_bytes[4] != 2)
        {
            throw Error("is not a 64-bit ELF file; expected a 64-bit shared library");
        }

        if (_bytes[5] != 1)
        {
            throw Error("is a big-endian ELF file; expected a little-endian shared library");
        }

        if (Read(16, 2) != SharedObject)
        {
            throw Error("is an ELF file but not a shared library");
        }
    }

    private void ReadSections()
    {
        var table = Read(40, 8);
        var entrySize = Read(58, 2);
        var count = (int)Read(60, 2);
        var names = (int)Read(62, 2);
        if (entrySize != SectionHeaderSize || names >= count)
        {
            throw Error("has no section header table in the expected form");
        }

        if (table > (ulong)_bytes.Length || (ulong)_bytes.Length - table < (ulong)count * SectionHeaderSize)
        {
            throw Error($"is truncated: its section header table is beyond its {_bytes.Length} bytes");
        }

        var nameSection = ReadSection((int)table, names, ".shstrtab");
        for (var i = 0; i < count; i++)
        {
            var name = ReadString(nameSection, (uint)Read((int)table + i * SectionHeaderSize, 4));
            _sections[name] = ReadSection((int)table, i, name);
        }
    }

    private ElfSection ReadSection(int table, int index, string name)
    {
        var header = table + index * SectionHeaderSize;
        if ((uint)Read(header + 4, 4) is 0 or OccupiesNoFileSpace)
        {
            return new ElfSection(name, 0, 0);
        }

        var offset = Read(header + 24, 8);
        var size = Read(header + 32, 8);
        if (offset > (ulong)_bytes.Length || size > (ulong)_bytes.Length - offset)
        {
            throw Error($"is truncated: its section {name} ends beyond its {_bytes.Length} bytes");
        }

        return new ElfSection(name, (int)offset, (int)size);
    }

    private int At(ElfSection section, long offset, int length)
    {
        if (offset < 0 || offset > section.Size - length)
        {
            throw Error($"refers to byte {offset} of its section {section.Name}, which has {section.Size} bytes");
        }

        return section.Offset + (int)offset;
    }

    private ulong Read(int at, int length)
    {
        ulong value = 0;
        for (var i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | _bytes[at + i];
        }

        return value;
    }
}
