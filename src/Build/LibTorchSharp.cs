using System;
using System.IO;

namespace ModelGen.Build;

/// <summary>Creates a copy of TorchSharp's <c>libLibTorchSharp.so</c> that loads with a libstdc++ older than that of GCC 13.</summary>
/// <remarks>
/// The library requires GLIBCXX_3.4.32 for one symbol only, <c>_ZSt21ios_base_library_initv</c>, to which GCC 13 refers wherever a source
/// includes &lt;iostream&gt;: the reference states that the library, not the program, initialises the standard streams. No code calls it.
/// An older libstdc++ provides that initialisation as <c>std::ios_base::Init::Init()</c>, which libtorch_cpu.so, loaded first, calls. The
/// copy refers to that function in its original version instead, and marks the requirement of GLIBCXX_3.4.32 as weak, which the loader
/// ignores if the version is missing. A newer libstdc++ loads the copy as well.
/// </remarks>
internal static class LibTorchSharp
{
    /// <summary>The interface version of libstdc++ that GCC 13.2 introduced and the library requires.</summary>
    public const string NeededVersion = "GLIBCXX_3.4.32";

    private const string BaseVersion = "GLIBCXX_3.4";
    private const string Symbol = "_ZSt21ios_base_library_initv";
    private const string OlderSymbol = "_ZNSt8ios_base4InitC1Ev";

    private const int SymbolSize = 24;
    private const ushort WeakFlag = 2;
    private const ushort VersionMask = 0x7FFF;
    private const ushort VersionHidden = 0x8000;

    /// <summary>
    /// Writes an adapted copy of <paramref name="source"/> to <paramref name="destination"/> if the machine's libstdc++,
    /// <paramref name="standardLibrary"/> (null if it was not found), does not have <see cref="NeededVersion"/>; otherwise deletes an
    /// earlier copy.
    /// </summary>
    /// <returns>Whether an adapted copy exists.</returns>
    /// <exception cref="LibraryFormatException">A file is not the expected library. Nothing was written.</exception>
    public static bool AdaptWhereNeeded(string source, string destination, string? standardLibrary)
    {
        if (standardLibrary is not null && StandardLibrary.Defines(standardLibrary, NeededVersion))
        {
            if (File.Exists(destination))
            {
                File.Delete(destination);
            }

            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(destination))!);
        AdaptFile(source, destination);
        return true;
    }

    /// <summary>
    /// Writes an adapted copy of <paramref name="source"/> to <paramref name="destination"/> atomically. The paths may be equal: the
    /// directory entry is replaced, so other hard links to the file are not affected.
    /// </summary>
    /// <returns>False if <paramref name="source"/> was already adapted, so that the copy equals it.</returns>
    /// <exception cref="LibraryFormatException">The file is not the expected library. Nothing was written.</exception>
    public static bool AdaptFile(string source, string destination)
    {
        var bytes = File.ReadAllBytes(source);
        var adapted = Adapt(source, bytes);
        if (adapted || Path.GetFullPath(source) != Path.GetFullPath(destination))
        {
            WriteAtomically(destination, bytes);
        }

        return adapted;
    }

    /// <summary>Adapts <paramref name="bytes"/> in place; returns false if they were already adapted.</summary>
    /// <exception cref="LibraryFormatException">The file is not the expected library; the bytes are unchanged.</exception>
    public static bool Adapt(string path, byte[] bytes)
    {
        var elf = new ElfFile(path, bytes);
        var names = elf.Section(".dynstr");
        var symbols = elf.Section(".dynsym");
        var versions = elf.Section(".gnu.version");
        var needs = elf.Section(".gnu.version_r");

        var needed = FindNeed(elf, needs, names, NeededVersion)
            ?? throw Unknown(elf, $"does not require {NeededVersion}");
        var baseline = FindNeed(elf, needs, names, BaseVersion)
            ?? throw Unknown(elf, $"does not require {BaseVersion}");

        var count = symbols.Size / SymbolSize;
        if (versions.Size != count * 2)
        {
            throw Unknown(elf, $"has {count} dynamic symbols but versions for {versions.Size / 2}");
        }

        var found = -1;
        for (var i = 0; i < count; i++)
        {
            if ((elf.ReadUInt16(versions, i * 2) & VersionMask) != needed.Index)
            {
                continue;
            }

            var name = elf.ReadString(names, elf.ReadUInt32(symbols, i * SymbolSize));
            if (name != Symbol || elf.ReadUInt16(symbols, i * SymbolSize + 6) != 0 || found >= 0)
            {
                throw Unknown(elf, $"uses {NeededVersion} for {name} as well");
            }

            found = i;
        }

        if (found < 0)
        {
            return needed.Flags == WeakFlag
                ? false
                : throw Unknown(elf, $"has no symbol {Symbol} of version {NeededVersion}");
        }

        var nameOffset = elf.ReadUInt32(symbols, found * SymbolSize);
        RequireUnsharedName(elf, symbols, needs, found, nameOffset);

        // Everything is checked before anything is written.
        elf.OverwriteString(names, nameOffset, Symbol.Length, OlderSymbol);
        var hidden = elf.ReadUInt16(versions, found * 2) & VersionHidden;
        elf.WriteUInt16(versions, found * 2, (ushort)(baseline.Index | hidden));
        elf.WriteUInt16(needs, needed.Offset + 4, (ushort)(needed.Flags | WeakFlag));
        return true;
    }

    private static VersionNeed? FindNeed(ElfFile elf, ElfSection needs, ElfSection names, string version)
    {
        foreach (var need in VersionNeed.ReadAll(elf, needs))
        {
            if (elf.ReadString(names, need.Name) == version)
            {
                return need;
            }
        }

        return null;
    }

    /// <summary>
    /// Checks that no other name is stored within the overwritten string: a linker may store a string as the tail of another.
    /// </summary>
    private static void RequireUnsharedName(ElfFile elf, ElfSection symbols, ElfSection needs, int symbol, uint nameOffset)
    {
        bool Inside(uint offset) => offset >= nameOffset && offset <= nameOffset + Symbol.Length;

        for (var i = 0; i < symbols.Size / SymbolSize; i++)
        {
            if (i != symbol && Inside(elf.ReadUInt32(symbols, i * SymbolSize)))
            {
                throw Unknown(elf, $"stores another symbol's name within that of {Symbol}");
            }
        }

        foreach (var need in VersionNeed.ReadAll(elf, needs))
        {
            if (Inside(need.Name) || Inside(need.File))
            {
                throw Unknown(elf, $"stores a version's name within that of {Symbol}");
            }
        }
    }

    private static LibraryFormatException Unknown(ElfFile elf, string problem)
        => elf.Error($"{problem}; expected TorchSharp's libLibTorchSharp.so, which uses {NeededVersion} for the symbol {Symbol} only");

    private static void WriteAtomically(string destination, byte[] bytes)
    {
        var temporary = destination + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            if (File.Exists(destination))
            {
                File.Replace(temporary, destination, destinationBackupFileName: null);
            }
            else
            {
                File.Move(temporary, destination);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
