using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The generator and the analyzer in every version of the compiler that <c>RoslynTested</c> names.</summary>
public sealed class RoslynTests
{
    public static TheoryData<string> Versions => [.. Roslyn.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void IsTheVersionThatRuns(string version) => Assert.Equal(version, Roslyn.Version(version).Run(RoslynChecks.RunningVersion));

    [Theory]
    [MemberData(nameof(Versions))]
    public void GeneratesTheSameText(string version)
    {
        string floor = RoslynChecks.Generated();
        Assert.Contains("//HintName: Zoo0.ResNet50.g.cs\n", floor);
        Assert.Equal(floor, Roslyn.Version(version).Run(RoslynChecks.Generated));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void CompilesWithoutWarningsInEveryLanguageVersion(string version)
    {
        string[] languages = Roslyn.Version(version).Run(RoslynChecks.CompilesWithoutWarnings);
        Assert.Equal("11.0", languages[0]);
        Assert.Equal(Roslyn.Version(version).Run(RoslynChecks.NewestLanguage), languages[^1]);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReportsMistakes(string version) =>
        Assert.NotEqual(0, await Roslyn.Version(version).Run(RoslynChecks.ReportsMistakes));

    [Theory]
    [MemberData(nameof(Versions))]
    public void PlansAgainOnlyWhatChanged(string version) =>
        Assert.Equal([0, 1, 6], Roslyn.Version(version).Run(RoslynChecks.PlannedAgain));

    /// <summary>docs/versions.md has a row for each version and says which C# it was compiled with.</summary>
    [Fact]
    public void TheTableIsTrue()
    {
        var rows = Document.Read("docs/versions.md").Split('\n')
            .Where(line => line.StartsWith("| ", System.StringComparison.Ordinal) && char.IsDigit(line[2]))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .Select(cells => (cells[0], cells[^1]));
        Assert.Equal(Roslyn.Versions.Select(version => (version, "11 to "
            + Roslyn.Version(version).Run(RoslynChecks.NewestLanguage).Replace(".0", "", System.StringComparison.Ordinal))), rows);
    }
}
