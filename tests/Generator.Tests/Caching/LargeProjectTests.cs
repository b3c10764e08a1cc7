using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What an edit makes the generator write again among 1,000 models in 1,000 files, of which 499 use one block.</summary>
public sealed class LargeProjectTests
{
    private const int _users = 499;

    private static readonly string[] _project =
    [
        .. ZooProject.UsersOfOneBlock(_users),
        .. ZooProject.Files(1000 - _users - 1),
        "class Unrelated { int _value = 1; }",
    ];

    [Fact]
    public void AnEditElsewhereWritesNothing()
    {
        Incremental run = Incremental.Run(_project, Edit.Replace("_value = 1", "_value = 2"));
        Assert.Equal(1000, run.Before.Sources.Count);
        run.AssertNothingRecomputedAfter(TrackingNames.Parse);
        Assert.Empty(run.Rewritten());
    }

    [Fact]
    public void AnEditOfOneModelWritesThatModel()
    {
        int file = System.Array.FindIndex(_project, text => text.Contains("class LeNet5", System.StringComparison.Ordinal));
        Incremental run = Incremental.Run(_project, Edit.Replace("Linear(84)", "Linear(85)", file));
        Assert.Equal(["Zoo0.LeNet5.g.cs"], run.Rewritten());
        Assert.Single(run.Reasons(TrackingNames.Parse), IncrementalStepRunReason.Modified);
        Assert.Single(run.Reasons(TrackingNames.Write), IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void AnEditOfABlockWritesItAndItsUsers()
    {
        Incremental run = Incremental.Run(_project, Edit.Replace("FeedForward(\"hidden\"", "FeedForward(\"2*hidden\"", file: _users));
        Assert.Equal(_users + 1, run.Rewritten().Count);
        Assert.All(run.Rewritten(), hint => Assert.StartsWith("OneBlock.", hint));
    }
}
