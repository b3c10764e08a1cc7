using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace ModelGen.Build.Tests;

public sealed class LibTorchSharpTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("modelgen-build-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void RenamesTheSymbolLowersItsVersionAndWeakensTheNeed()
    {
        var before = new SyntheticLibrary().Build();
        var after = before.ToArray();

        Assert.True(LibTorchSharp.Adapt("library", after));

        var elf = new ElfFile("library", after);
        var names = elf.Section(".dynstr");
        var symbols = elf.Section(".dynsym");
        var versions = elf.Section(".gnu.version");
        var needs = VersionNeed.ReadAll(elf, elf.Section(".gnu.version_r")).ToDictionary(need => elf.ReadString(names, need.Name));
        Assert.Equal(
            [("_ZNSt8ios_baseD2Ev", needs["GLIBCXX_3.4"].Index), ("_ZNSt8ios_base4InitC1Ev", needs["GLIBCXX_3.4"].Index),
                ("_ZSt28__throw_bad_array_new_lengthv", needs["GLIBCXX_3.4.29"].Index)],
            Enumerable.Range(1, 3).Select(i => (elf.ReadString(names, elf.ReadUInt32(symbols, i * 24)), elf.ReadUInt16(versions, i * 2))));
        Assert.Equal(2, needs["GLIBCXX_3.4.32"].Flags);
        Assert.Equal(0, needs["GLIBCXX_3.4"].Flags + needs["GLIBCXX_3.4.29"].Flags);
    }

    [Fact]
    public void AdaptingAgainChangesNothing()
    {
        var library = new SyntheticLibrary().Build();
        LibTorchSharp.Adapt("library", library);
        var once = library.ToArray();

        Assert.False(LibTorchSharp.Adapt("library", library));
        Assert.Equal(once, library);
    }

    [Fact]
    public void KnowsThePackagesLibrary()
    {
        var package = PackageLibrary();
        var copy = PathTo("libLibTorchSharp.so");
        var original = File.ReadAllBytes(package);

        Assert.True(LibTorchSharp.AdaptFile(package, copy));

        var adapted = File.ReadAllBytes(copy);
        Assert.Equal(original.Length, adapted.Length);
        Assert.InRange(original.Zip(adapted, (a, b) => a != b).Count(differs => differs), 1, SyntheticLibrary.InitSymbol.Length + 2);
        Assert.False(LibTorchSharp.Adapt(copy, adapted));
        Assert.Equal(original, File.ReadAllBytes(package));
    }

    [Fact]
    public void AnAdaptedFileIsNotWrittenAgain()
    {
        var file = Write("library.so", new SyntheticLibrary().Build());
        Assert.True(LibTorchSharp.AdaptFile(file, file));
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        Assert.False(LibTorchSharp.AdaptFile(file, file));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));
    }

    [Fact]
    public void AHardLinkedOriginalStaysAsItWas()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Linux only.");
        var library = new SyntheticLibrary().Build();
        var original = Write("package.so", library);
        var linked = PathTo("output.so");
        Assert.Equal(0, Link(original, linked));

        LibTorchSharp.AdaptFile(linked, linked);

        Assert.Equal(library, File.ReadAllBytes(original));
        Assert.NotEqual(library, File.ReadAllBytes(linked));
    }

    [Fact]
    public void ASymbolicallyLinkedOriginalStaysAsItWas()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links take a privilege on Windows.");
        var library = new SyntheticLibrary().Build();
        var original = Write("package.so", library);
        var linked = PathTo("output.so");
        File.CreateSymbolicLink(linked, original);

        LibTorchSharp.AdaptFile(linked, linked);

        Assert.Equal(library, File.ReadAllBytes(original));
        Assert.NotEqual(library, File.ReadAllBytes(linked));
        Assert.Null(new FileInfo(linked).LinkTarget);
    }

    [Fact]
    public void AMachineWithoutTheVersionGetsACopyAndOneWithItGetsNone()
    {
        var source = Write("package.so", new SyntheticLibrary().Build());
        var older = Write("older.so", new SyntheticLibrary { DefinedVersions = { "GLIBCXX_3.4", "GLIBCXX_3.4.30" } }.Build());
        var newer = Write("newer.so", new SyntheticLibrary { DefinedVersions = { "GLIBCXX_3.4", "GLIBCXX_3.4.32" } }.Build());
        var copy = PathTo(Path.Combine("obj", "0.1.0", "copy.so"));

        Assert.False(LibTorchSharp.AdaptWhereNeeded(source, copy, newer));
        Assert.False(File.Exists(copy));
        Assert.True(LibTorchSharp.AdaptWhereNeeded(source, copy, older));
        Assert.True(File.Exists(copy));
        Assert.False(LibTorchSharp.AdaptWhereNeeded(source, copy, newer));
        Assert.False(File.Exists(copy));
        Assert.True(LibTorchSharp.AdaptWhereNeeded(source, copy, standardLibrary: null));
        Assert.True(File.Exists(copy));
    }

    public static TheoryData<string, string> UnknownFiles() => new()
    {
        { "text", "is not an ELF file; expected a Linux shared library" },
        { "empty", "is not an ELF file; expected a Linux shared library" },
        { "header only in part", "is truncated: it has 20 bytes, and an ELF header has 64" },
        { "second half missing", "is truncated" },
        { "32-bit", "is not a 64-bit ELF file" },
        { "big-endian", "is a big-endian ELF file" },
        { "program", "is an ELF file but not a shared library" },
        { "no dynamic symbols", "has no section .dynsym" },
        { "no versions", "has no section .gnu.version_r" },
        { "another library", "does not require GLIBCXX_3.4.32; expected TorchSharp's libLibTorchSharp.so" },
        { "no baseline", "does not require GLIBCXX_3.4; expected TorchSharp's libLibTorchSharp.so" },
        { "symbol missing", "has no symbol _ZSt21ios_base_library_initv of version GLIBCXX_3.4.32" },
        { "further symbol", "uses GLIBCXX_3.4.32 for _ZSt3newv as well" },
        { "defined symbol", "uses GLIBCXX_3.4.32 for _ZSt21ios_base_library_initv as well" },
        { "shared name", "stores another symbol's name within that of _ZSt21ios_base_library_initv" },
    };

    [Theory]
    [MemberData(nameof(UnknownFiles))]
    public void AnUnknownFileIsNamedAndNothingIsTouched(string kind, string problem)
    {
        var content = UnknownFile(kind);
        var source = Write("unknown.so", content);
        var destination = Write("output.so", [1, 2, 3]);

        var error = Assert.Throws<LibraryFormatException>(() => LibTorchSharp.AdaptFile(source, destination));

        Assert.StartsWith(source + ": " + problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(source));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(destination));
        Assert.Equal(2, _directory.GetFiles().Length);
    }

    [Fact]
    public void ATruncatedFileIsRefusedWhereverItEnds()
    {
        var library = new SyntheticLibrary().Build();

        for (var length = 0; length < library.Length; length++)
        {
            Assert.Throws<LibraryFormatException>(() => LibTorchSharp.Adapt("library", library[..length]));
        }
    }

    [Fact]
    public void ADamagedFileIsAdaptedOrRefusedButNeverReadBeyondItsBounds()
    {
        var library = new SyntheticLibrary().Build();

        for (var at = 0; at < library.Length; at++)
        {
            foreach (byte value in (byte[])[0x00, 0x01, 0x7F, 0x80, 0xFF])
            {
                var damaged = library.ToArray();
                damaged[at] = value;
                var before = damaged.ToArray();
                try
                {
                    LibTorchSharp.Adapt("library", damaged);
                }
                catch (LibraryFormatException)
                {
                    Assert.Equal(before, damaged);
                }
            }
        }
    }

    private static byte[] UnknownFile(string kind)
    {
        var library = new SyntheticLibrary();
        switch (kind)
        {
            case "text":
                return "not a library"u8.ToArray();
            case "empty":
                return [];
            case "header only in part":
                return library.Build()[..20];
            case "second half missing":
                var whole = library.Build();
                return whole[..(whole.Length / 2)];
            case "32-bit":
                return With(library.Build(), 4, 1);
            case "big-endian":
                return With(library.Build(), 5, 2);
            case "program":
                return With(library.Build(), 16, 2);
            case "no dynamic symbols":
                library.LeftOutSections.Add(".dynsym");
                break;
            case "no versions":
                library.LeftOutSections.Add(".gnu.version_r");
                break;
            case "another library":
                library.Symbols.RemoveAt(1);
                library.NeededVersions.Remove("GLIBCXX_3.4.32");
                break;
            case "no baseline":
                library.Symbols.RemoveAt(0);
                library.NeededVersions.Remove("GLIBCXX_3.4");
                break;
            case "symbol missing":
                library.Symbols.RemoveAt(1);
                break;
            case "further symbol":
                library.Symbols.Add(("_ZSt3newv", "GLIBCXX_3.4.32"));
                break;
            case "defined symbol":
                library.DefinesSymbols = true;
                break;
            case "shared name":
                library.SharesTails = true;
                library.Symbols.Add(("library_initv", "GLIBCXX_3.4"));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such file.");
        }

        return library.Build();
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static string PackageLibrary()
        => typeof(LibTorchSharpTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "LibTorchSharp").Value!;

    private string PathTo(string name) => Path.Combine(_directory.FullName, name);

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathTo(name), content);
        return PathTo(name);
    }

    [DllImport("libc", EntryPoint = "link", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Link(string existing, string created);
}
