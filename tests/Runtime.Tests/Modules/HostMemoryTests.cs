using System;
using System.Globalization;
using System.IO;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Freed memory that stays in the process.</summary>
[Collection(ProcessWide)]
public sealed class HostMemoryTests
{
    private const string ProcessWide = "memory of the process";
    private const string TopPad = "MALLOC_TOP_PAD_";
    private const long Bytes = 16 << 20;
    private const long PageBytes = 4096;

    // Aligned blocks leave gaps between them, so that the first ones do not all fit into their predecessors' place.
    private const int WarmUp = 60;

    [Fact]
    public void After_the_call_a_tensor_reuses_the_pages_of_a_freed_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HostMemory.KeepFreed(), "The process has another allocator than glibc's.");
        Fill(WarmUp);
        var before = PageFaults();
        Fill(20);

        Assert.InRange(PageFaults() - before, 0, Bytes / PageBytes);
    }

    [Fact]
    public void Memory_is_given_back_on_request()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HostMemory.KeepFreed(), "The process has another allocator than glibc's.");
        Fill(WarmUp);
        var freed = ones(Bytes / sizeof(float));
        using var behind = ones(Bytes / sizeof(float));
        freed.Dispose();
        Assert.True(HostMemory.ReleaseFreed());
        var before = PageFaults();
        Fill(1);
        Assert.InRange(PageFaults() - before, Bytes / PageBytes / 4, long.MaxValue);
    }

    [Fact]
    public void Settings_of_the_environment_are_left_alone()
    {
        var former = Environment.GetEnvironmentVariable(TopPad);
        Environment.SetEnvironmentVariable(TopPad, "1048576");
        try
        {
            Assert.False(HostMemory.KeepFreed());
        }
        finally
        {
            Environment.SetEnvironmentVariable(TopPad, former);
        }
    }

    private static void Fill(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var filled = ones(Bytes / sizeof(float));
        }
    }

    // Of this thread, without reads from the disk: field 10 of proc(5); the second field, a name, stands in parentheses.
    private static long PageFaults()
    {
        var text = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
