using System;
using System.IO;
using System.Linq;
using TorchSharp;
using Xunit;

namespace ModelGen.Runtime.Tests;

public sealed class NativeLibraryTests
{
    [Fact]
    public void TensorsCompute()
    {
        using var ones = torch.ones(2);
        using var sum = ones.sum();

        Assert.Equal(2f, sum.ToSingle());
    }

    [Fact]
    public void LibTorchIsLinkedIntoTheOutputNotCopied()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows gets hard links, or copies where links are impossible.");

        var library = Assert.Single(
            Directory.EnumerateFiles(AppContext.BaseDirectory, "libtorch_cpu.*", SearchOption.AllDirectories)
                .Select(file => new FileInfo(file)));

        Assert.NotNull(library.LinkTarget);
    }
}
