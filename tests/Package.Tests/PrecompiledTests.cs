using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The generator as native code, which builds on linux-x64 use.</summary>
public sealed class PrecompiledTests(Packages packages, LibrarySolution solution) : IClassFixture<LibrarySolution>
{
    private const string Precompiled = "precompiled/linux-x64/ModelGen.Generator.dll";

    [Fact]
    public void It_is_the_generator_of_the_package_with_native_code()
    {
        SkipOnOtherPlatforms();
        Assert.Equal(Read("analyzers/dotnet/cs/ModelGen.Generator.dll", Version), Read(Precompiled, Version));
        Assert.Equal(0, Read("analyzers/dotnet/cs/ModelGen.Generator.dll", NativeBytes));
        Assert.True(Read(Precompiled, NativeBytes) > 0);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("-p:DesignTimeBuild=true", false)]
    [InlineData("-p:ModelGenPrecompiled=false", false)]
    public async Task Builds_use_it_and_an_IDE_does_not(string property, bool expected)
    {
        SkipOnOtherPlatforms();
        string[] arguments = ["msbuild", "Library", "-p:TargetFramework=net10.0", "-t:ResolveLockFileAnalyzers", "-getItem:Analyzer"];
        var output = await Dotnet.RunClean(solution.Folder.Path, property.Length > 0 ? [.. arguments, property] : arguments);

        using var items = JsonDocument.Parse(output);
        var generator = items.RootElement.GetProperty("Items").GetProperty("Analyzer").EnumerateArray()
            .Select(item => item.GetProperty("FullPath").GetString()!.Replace('\\', '/'))
            .Single(path => path.EndsWith("/ModelGen.Generator.dll", StringComparison.Ordinal));
        Assert.Equal(expected, generator.EndsWith("/" + Precompiled, StringComparison.Ordinal));
        Assert.True(File.Exists(generator));
    }

    private static void SkipOnOtherPlatforms() =>
        Assert.SkipUnless(Build.Platform == "linux-x64", "The package contains native code of the generator for linux-x64 only.");

    private static Guid Version(PEReader assembly)
    {
        var metadata = assembly.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static int NativeBytes(PEReader assembly) => assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size;

    private T Read<T>(string entry, Func<PEReader, T> read)
    {
        using var package = ZipFile.OpenRead(packages.Library);
        using var stream = package.GetEntry(entry)!.Open();
        using MemoryStream content = new();
        stream.CopyTo(content);
        content.Position = 0;
        using PEReader assembly = new(content);
        return read(assembly);
    }
}
