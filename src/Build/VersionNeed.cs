using System.Collections.Generic;

namespace ModelGen.Build;

/// <summary>One version that a library needs of another, as <c>.gnu.version_r</c> lists it (Vernaux).</summary>
internal sealed class VersionNeed
{
    private VersionNeed(int offset, uint file, ushort flags, ushort index, uint name)
    {
        Offset = offset;
        File = file;
        Flags = flags;
        Index = index;
        Name = name;
    }

    /// <summary>Where the entry stands in its section.</summary>
    public int Offset { get; }

    /// <summary>Where the needed library's name stands in .dynstr.</summary>
    public uint File { get; }

    public ushort Flags { get; }

    /// <summary>The number by which .gnu.version refers to this entry.</summary>
    public ushort Index { get; }

    /// <summary>Where the version's name stands in .dynstr.</summary>
    public uint Name { get; }

    public static IReadOnlyList<VersionNeed> ReadAll(ElfFile elf, ElfSection section)
    {
        var needs = new List<VersionNeed>();
        for (long library = 0; ;)
        {
            var count = elf.ReadUInt16(section, Offset32(elf, section, library) + 2);
            var file = elf.ReadUInt32(section, (int)library + 4);
            var entry = library + elf.ReadUInt32(section, (int)library + 8);
            for (var i = 0; i < count; i++)
            {
                var at = Offset32(elf, section, entry);
                needs.Add(new VersionNeed(
                    at, file, elf.ReadUInt16(section, at + 4), elf.ReadUInt16(section, at + 6), elf.ReadUInt32(section, at + 8)));
                entry += elf.ReadUInt32(section, at + 12);
            }

            var next = elf.ReadUInt32(section, (int)library + 12);
            if (next == 0)
            {
                return needs;
            }

            library += next;
        }
    }

    private static int Offset32(ElfFile elf, ElfSection section, long offset)
        => offset < section.Size
            ? (int)offset
            : throw elf.Error($"refers to byte {offset} of its section {section.Name}, which has {section.Size}");
}
