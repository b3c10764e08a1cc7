using System.Collections.Generic;

namespace ModelGen.Build;

/// <summary>A version of another library that a library requires, an entry of <c>.gnu.version_r</c> (Vernaux).</summary>
internal sealed class VersionNeed
{
    private VersionNeed(long offset, uint file, ushort flags, ushort index, uint name)
    {
        Offset = offset;
        File = file;
        Flags = flags;
        Index = index;
        Name = name;
    }

    /// <summary>The offset of the entry in its section.</summary>
    public long Offset { get; }

    /// <summary>The offset of the required library's name in .dynstr.</summary>
    public uint File { get; }

    public ushort Flags { get; }

    /// <summary>The number with which .gnu.version refers to this entry.</summary>
    public ushort Index { get; }

    /// <summary>The offset of the version's name in .dynstr.</summary>
    public uint Name { get; }

    public static IReadOnlyList<VersionNeed> ReadAll(ElfFile elf, ElfSection section)
    {
        var needs = new List<VersionNeed>();
        for (long library = 0; ;)
        {
            var count = elf.ReadUInt16(section, library + 2);
            var file = elf.ReadUInt32(section, library + 4);
            var entry = library + elf.ReadUInt32(section, library + 8);
            for (var i = 0; i < count; i++)
            {
                needs.Add(new VersionNeed(
                    entry, file, elf.ReadUInt16(section, entry + 4), elf.ReadUInt16(section, entry + 6),
                    elf.ReadUInt32(section, entry + 8)));
                entry += elf.ReadUInt32(section, entry + 12);
            }

            var next = elf.ReadUInt32(section, library + 12);
            if (next == 0)
            {
                return needs;
            }

            library += next;
        }
    }
}
