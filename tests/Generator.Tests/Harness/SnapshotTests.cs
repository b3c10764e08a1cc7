using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;
using Xunit.Sdk;

namespace ModelGen.Generator.Tests;

public sealed class SnapshotTests : IDisposable
{
    private static readonly CompileOptions _toy = new() { Tools = new(new ToyGenerator()) };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task IsInTheFolderOfTheTest() => Snapshot.Verify(Compile.Generate("[Model] public partial class Beside;", _toy));

    [Theory]
    [InlineData("First")]
    [InlineData("Second")]
    public Task HasVariants(string name) => Snapshot.Verify(Compile.Generate($"[Model] public partial class {name};", _toy), name);

    [Fact]
    public async Task AcceptingWritesTheConventionsBytes()
    {
        await Check(accept: true, ("N.M.g", "//HintName: N.M.g.cs\nclass M;\n"));
        Assert.Equal(["A.Test#N.M.g.verified.cs"], _folder.Files);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "//HintName: N.M.g.cs\nclass M;\n"u8],
            File.ReadAllBytes(Path.Combine(_folder.Path, _folder.Files[0])));
        await Check(accept: false, ("N.M.g", "//HintName: N.M.g.cs\nclass M;\n"));
    }

    [Fact]
    public async Task ADifferenceIsShownAndReceived()
    {
        await Check(accept: true, ("M", "a\nb\nc\n"));
        string message = await Fails(("M", "a\nB\nc\n"));
        Assert.Contains("-b", message, StringComparison.Ordinal);
        Assert.Contains("+B", message, StringComparison.Ordinal);
        Assert.Contains("ACCEPT_SNAPSHOTS=1 dotnet test", message, StringComparison.Ordinal);
        Assert.Equal(["A.Test#M.received.cs", "A.Test#M.verified.cs"], _folder.Files);

        await Check(accept: false, ("M", "a\nb\nc\n"));
        Assert.Equal(["A.Test#M.verified.cs"], _folder.Files);
    }

    [Fact]
    public async Task ADifferenceAtTheEndIsShown()
    {
        await Check(accept: true, ("M", "a\nb\n"));
        Assert.Contains("-b", await Fails(("M", "a\n")), StringComparison.Ordinal);
        Assert.Contains("A.Test#M", await Fails(("M", "a\nb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingFileIsReceivedWhole()
    {
        Assert.Contains(
            "A.Test#M.verified.cs does not exist yet. A.Test#M.received.cs:\nnew", await Fails(("M", "new\n")), StringComparison.Ordinal);
        Assert.Equal(["A.Test#M.received.cs"], _folder.Files);
    }

    [Fact]
    public async Task AFileNoLongerGeneratedIsStale()
    {
        await Check(accept: true, ("M", "m"), ("N", "n"));
        _folder.Write("A.Test2#M.verified.cs", "another test's");
        _folder.Write("A.Test_variant#M.verified.cs", "another variant's");
        Assert.Contains("A.Test#N.verified.cs is stale: A.Test no longer generates it.", await Fails(("M", "m")), StringComparison.Ordinal);
        await Check(accept: true, ("M", "m"));
        Assert.Equal(["A.Test#M.verified.cs", "A.Test2#M.verified.cs", "A.Test_variant#M.verified.cs"], _folder.Files);
    }

    [Theory]
    [InlineData("m\n", "no byte order mark")]
    [InlineData("\uFEFFm\r\n", "its lines end in \\r\\n")]
    public async Task OtherBytesOfTheSameTextFail(string accepted, string reason)
    {
        _folder.Write("A.Test#M.verified.cs", accepted);
        Assert.Contains(reason, await Fails(("M", "m\n")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CarriageReturnsAreNeverAccepted(bool accept)
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => Check(accept, ("M", "m\r\n")));
        Assert.Contains("carriage return", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task NothingGeneratedFails() => Assert.Contains("Nothing was generated", await Fails(), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("0", null, false)]
    [InlineData("1", null, true)]
    [InlineData("1", "false", true)]
    [InlineData(null, "true", false)]
    public void AcceptingIsAskedFor(string? accept, string? ci, bool expected) =>
        Assert.Equal(expected, Snapshot.Accepting(Environment(accept, ci)));

    [Theory]
    [InlineData("1", "true")]
    [InlineData("1", "1")]
    [InlineData("yes", null)]
    public void AcceptingIsRefused(string accept, string? ci) =>
        Assert.Throws<InvalidOperationException>(() => Snapshot.Accepting(Environment(accept, ci)));

    private static Func<string, string?> Environment(string? accept, string? ci) => name => name switch
    {
        Snapshot.AcceptVariable => accept,
        "CI" => ci,
        _ => null,
    };

    private Task Check(bool accept, params (string Name, string Text)[] generated)
    {
        Dictionary<string, string> files = [];
        foreach ((string name, string text) in generated)
        {
            files.Add(name, text);
        }

        return SnapshotFiles.Check(_folder.Path, "A.Test", files, accept);
    }

    private async Task<string> Fails(params (string Name, string Text)[] generated) =>
        (await Assert.ThrowsAsync<FailException>(() => Check(accept: false, generated))).Message;
}
