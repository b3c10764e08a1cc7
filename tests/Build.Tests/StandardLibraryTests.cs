using System;
using System.IO;
using System.Linq;
using Xunit;

namespace ModelGen.Build.Tests;

public sealed class StandardLibraryTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("modelgen-build-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void TheLoadedLibraryIsFound()
    {
        var loaded = Write("libstdc++.so.6.0.30", "");
        var maps = Write(
            "maps",
            $"""
            7f0000000000-7f0000001000 r--p 00000000 fd:00 1 /usr/lib/libc.so.6
            7f0000001000-7f0000002000 rw-p 00000000 00:00 0
            7f0000002000-7f0000003000 r-xp 00000000 fd:00 2                          {loaded}

            """);

        Assert.Equal(loaded, StandardLibrary.Find(maps, []));
    }

    [Fact]
    public void OtherwiseTheUsualDirectoriesAreSearched()
    {
        var library = Write("libstdc++.so.6", "");
        var maps = Write("maps", "7f0000002000-7f0000003000 r-xp 00000000 fd:00 2 /gone/libstdc++.so.6.0.30 (deleted)\n");

        Assert.Equal(library, StandardLibrary.Find(maps, ["/nowhere", _directory.FullName]));
        Assert.Equal(library, StandardLibrary.Find("/nowhere/maps", [_directory.FullName]));
        Assert.Null(StandardLibrary.Find("/nowhere/maps", []));
    }

    [Theory]
    [InlineData("GLIBCXX_3.4", true)]
    [InlineData("GLIBCXX_3.4.32", true)]
    [InlineData("GLIBCXX_3.4.3", false)]
    public void DefinedVersionsAreRead(string version, bool defined)
    {
        var library = new SyntheticLibrary { DefinedVersions = { "libstdc++.so.6", "GLIBCXX_3.4", "GLIBCXX_3.4.32" } };
        var file = PathTo("libstdc++.so.6");
        File.WriteAllBytes(file, library.Build());

        Assert.Equal(defined, StandardLibrary.Defines(file, version));
    }

    [Fact]
    public void ADamagedLibraryIsReadOrRefusedButNeverBeyondItsBounds()
    {
        var library = new SyntheticLibrary { DefinedVersions = { "libstdc++.so.6", "GLIBCXX_3.4" } }.Build();
        var file = PathTo("libstdc++.so.6");

        for (var at = 0; at < library.Length; at++)
        {
            foreach (byte value in (byte[])[0x00, 0x7F, 0x80, 0xFF])
            {
                var damaged = library.ToArray();
                damaged[at] = value;
                File.WriteAllBytes(file, damaged);
                try
                {
                    StandardLibrary.Defines(file, "GLIBCXX_3.4.32");
                }
                catch (LibraryFormatException e)
                {
                    Assert.StartsWith(file + ": ", e.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void ALibraryWithoutVersionsDefinesNone()
    {
        var file = PathTo("libstdc++.so.6");
        File.WriteAllBytes(file, new SyntheticLibrary().Build());

        Assert.False(StandardLibrary.Defines(file, "GLIBCXX_3.4"));
    }

    [Fact]
    public void ThisMachinesLibraryIsFound()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux only.");

        var library = StandardLibrary.Find();

        Assert.NotNull(library);
        Assert.True(StandardLibrary.Defines(library, "GLIBCXX_3.4"));
        Assert.False(StandardLibrary.Defines(library, "GLIBCXX_9.9.9"));
    }

    private string PathTo(string name) => Path.Combine(_directory.FullName, name);

    private string Write(string name, string content)
    {
        File.WriteAllText(PathTo(name), content);
        return PathTo(name);
    }
}
