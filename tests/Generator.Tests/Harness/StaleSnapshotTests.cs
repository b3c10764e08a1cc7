using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

public sealed class StaleSnapshotTests
{
    [Fact]
    public async Task EverySnapshotBelongsToATest()
    {
        IReadOnlyList<(string Path, string Reason)> stale = await StaleSnapshots.Find(SnapshotFiles.ProjectFolder,
            typeof(StaleSnapshotTests).Assembly.GetTypes());
        if (Snapshot.Accepting(Environment.GetEnvironmentVariable))
        {
            foreach ((string path, _) in stale)
            {
                File.Delete(path);
            }
        }
        else if (stale.Count > 0)
        {
            Assert.Fail("Stale snapshots:\n"
                + string.Join('\n', stale.Select(file => $"  {file.Path}: {file.Reason}")) + SnapshotFiles.HowToAccept);
        }
    }

    [Theory]
    [InlineData("StaleSnapshotTests.Renamed#M.g.verified.cs", "has no test Renamed")]
    [InlineData("StaleSnapshotTests.EverySnapshotBelongsToATest_variant#M.g.verified.cs", "nor a theory whose arguments make this name")]
    [InlineData("StaleSnapshotTests.IsFound_other#M.g.verified.cs", "nor a theory whose arguments make this name")]
    [InlineData("StaleSnapshotTests.FindAmong#M.g.verified.cs", "has no test FindAmong")]
    [InlineData("Deleted.Test#M.g.verified.cs", "there is no Harness/Deleted.cs")]
    [InlineData("OtherTests.Test#M.g.verified.cs", "OtherTests.cs calls no Snapshot.Verify")]
    [InlineData("sub/StaleSnapshotTests.IsFound#M.g.verified.cs", "there is no Harness/sub/StaleSnapshotTests.cs")]
    [InlineData("../../Harness/StaleSnapshotTests.IsFound#M.g.verified.cs", "it is not in Snapshots")]
    [InlineData("odd.verified.cs", "it is not named")]
    public async Task IsFound(string file, string reason)
    {
        (string path, string actual) = Assert.Single(await FindAmong(file));
        Assert.Equal(Path.GetFileName(file), Path.GetFileName(path));
        Assert.Contains(reason, actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThoseOfTestsAndOfTheirVariantsAreNot() => Assert.Empty(await FindAmong(
        "StaleSnapshotTests.EverySnapshotBelongsToATest#N.M.g.verified.cs",
        "StaleSnapshotTests.IsFound#M.g.verified.cs",
        "StaleSnapshotTests.IsFound_odd.verified.cs#M.g.verified.cs",
        "StaleSnapshotTests.IsFound_it_is_not_named#M.g.verified.cs",
        "../../bin/StaleSnapshotTests.Renamed#M.g.verified.cs",
        "StaleSnapshotTests.Renamed#M.g.received.cs"));

    private static async Task<IReadOnlyList<(string Path, string Reason)>> FindAmong(params string[] files)
    {
        using TemporaryFolder folder = new();
        folder.Write("Harness/StaleSnapshotTests.cs", "Snapshot.Verify(driver)");
        folder.Write("Harness/OtherTests.cs", "");
        foreach (string file in files)
        {
            folder.Write("Snapshots/Harness/" + file, "");
        }

        return await StaleSnapshots.Find(folder.Path, [typeof(StaleSnapshotTests)]);
    }
}
