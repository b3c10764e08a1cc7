using System;
using Xunit;

namespace ModelGen.Runtime.Tests;

public sealed class LibTorchTests
{
    private const string _linux = """
        Unable to load shared library 'LibTorchSharp' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace:
        /app/runtimes/linux-x64/native/LibTorchSharp.so: cannot open shared object file: No such file or directory
        {0}
        /app/libLibTorchSharp: cannot open shared object file: No such file or directory
        """;

    [Fact]
    public void Model_with_libtorch_gets_its_own_name() => Assert.Equal("Net", LibTorch.RequiredBy("Net"));

    [Theory]
    [InlineData("/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/runtimes/linux-x64/native/libLibTorchSharp.so)")]
    [InlineData("libgomp.so.1: cannot open shared object file: No such file or directory")]
    public void Message_tells_the_dependency_that_is_missing_where_libtorch_is_there(string reason) => Assert.Equal(
        $"Net cannot run because /app/libtorch_cpu.so was not loaded: {reason}",
        LibTorch.Message("Net", "/app/libtorch_cpu.so", new DllNotFoundException(string.Format(null, _linux, reason))));

    [Fact]
    public void Message_of_one_line_is_repeated_where_libtorch_is_there()
    {
        const string Windows = "Unable to load DLL 'LibTorchSharp' or one of its dependencies: "
            + "The specified module could not be found. (0x8007007E)";
        Assert.Equal($"Net cannot run because torch_cpu.dll was not loaded: {Windows}",
            LibTorch.Message("Net", "torch_cpu.dll", new DllNotFoundException(Windows)));
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("osx-arm64")]
    [InlineData("win-x64")]
    [InlineData("win-arm64")]
    public void Advice_names_the_package_of_the_platform(string platform) =>
        Assert.StartsWith(
            $"add <PackageReference Include=\"libtorch-cpu-{platform}\" Version=\"2.10.0\" /> to the project", LibTorch.Advice(platform));

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("osx-x64")]
    public void Advice_lists_the_platforms_where_there_is_no_package(string platform) =>
        Assert.Equal($"there are packages for linux-x64, osx-arm64, win-x64 and win-arm64 only, and this process is {platform}",
            LibTorch.Advice(platform));
}
