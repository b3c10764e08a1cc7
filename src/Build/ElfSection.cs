namespace ModelGen.Build;

/// <summary>A section of an ELF file: its name and its range of bytes.</summary>
internal readonly struct ElfSection
{
    public ElfSection(string name, int offset, int size)
    {
        Name = name;
        Offset = offset;
        Size = size;
    }

    public string Name { get; }

    public int Offset { get; }

    public int Size { get; }
}
