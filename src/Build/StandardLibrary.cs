using System.IO;
using System.Linq;

namespace ModelGen.Build;

/// <summary>Finds and inspects the libstdc++ that programs on this machine load.</summary>
internal static class StandardLibrary
{
    private const string FileName = "libstdc++.so.6";

    private static readonly string[] UsualDirectories =
    {
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib", "/lib",
    };

    /// <summary>
    /// Returns the path of the machine's libstdc++, or null if there is none. The .NET host of this build is linked to it, so
    /// <c>/proc/self/maps</c> shows the file that the loader has chosen by LD_LIBRARY_PATH, its cache and its directories. If the host has
    /// its own copy, the usual directories are searched.
    /// </summary>
    public static string? Find() => Find("/proc/self/maps", UsualDirectories);

    internal static string? Find(string maps, string[] directories)
    {
        var loaded = File.Exists(maps)
            ? File.ReadLines(maps).Select(PathOfMapping).FirstOrDefault(IsStandardLibrary)
            : null;
        return loaded ?? directories.Select(directory => Path.Combine(directory, FileName)).FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// Returns whether the library at <paramref name="path"/> defines <paramref name="version"/>, such as GLIBCXX_3.4.32.
    /// </summary>
    /// <exception cref="LibraryFormatException">The file is not a 64-bit little-endian ELF library.</exception>
    public static bool Defines(string path, string version)
    {
        var elf = new ElfFile(path, File.ReadAllBytes(path));
        if (!elf.HasSection(".gnu.version_d"))
        {
            return false;
        }

        var section = elf.Section(".gnu.version_d");
        var names = elf.Section(".dynstr");
        for (long entry = 0; ;)
        {
            var auxiliary = entry + elf.ReadUInt32(section, entry + 12);
            if (elf.ReadString(names, elf.ReadUInt32(section, auxiliary)) == version)
            {
                return true;
            }

            var next = elf.ReadUInt32(section, entry + 16);
            if (next == 0)
            {
                return false;
            }

            entry += next;
        }
    }

    private static string? PathOfMapping(string line)
    {
        var start = line.IndexOf('/');
        return start < 0 ? null : line.Substring(start);
    }

    private static bool IsStandardLibrary(string? path)
        => path is not null && Path.GetFileName(path).StartsWith(FileName, System.StringComparison.Ordinal) && File.Exists(path);
}
