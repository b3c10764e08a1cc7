using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Blocks in blocks in blocks: what a level adds to time and text does not depend on how many paths lead to it.</summary>
public sealed class NestedBlocksTests
{
    [Theory]
    [InlineData("Linear(\"D\")")]
    [InlineData("Linear(8)")]
    [InlineData("Linear(\"D\"), Relu, Linear(\"D\")")]
    public async Task ABlockThatUsesThePreviousOneTwiceCostsNoMore(string layers)
    {
        string[] project = [.. Chain(Declaration.MaxDepth, layers, "Block<{0}>, Block<{0}>")];
        (GeneratorRun run, Diagnostic[] reported) = await Run(project);
        Assert.Empty(reported.Select(DiagnosticText.Describe));
        Assert.True(run.Sources.Values.Max(text => text.Length) < 200_000,
            "The longest file has " + run.Sources.Values.Max(text => text.Length));
        Assert.DoesNotContain(run.Sources, source => source.Value.Contains("has errors", StringComparison.Ordinal));
    }

    // Equal values on both sides of an edit, with 2^31 paths to the deepest.
    [Fact]
    public async Task TwoBlocksThatUseThePreviousTwoCostNoMore()
    {
        string[] project = [.. Lattice(Declaration.MaxDepth)];
        (GeneratorRun run, Diagnostic[] reported) = await Run(project);
        Assert.Empty(reported.Select(DiagnosticText.Describe));

        // A constant anywhere makes the generator read every model again.
        GeneratorRun after = run.Continue(Edit.Add("static class Elsewhere { public const int Size = 3; }").Apply(run.Project));
        Assert.Equal(run.Sources, after.Sources);
        Assert.All(
            after.Driver.GetRunResult().Results[0].TrackedSteps[TrackingNames.Write].SelectMany(step => step.Outputs),
            output => Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    [Fact]
    public async Task BeyondTheLimitOneMessageSaysSo()
    {
        (_, Diagnostic[] reported) = await Run([.. Chain(Declaration.MaxDepth + 5, "Linear(\"D\")", "Block<{0}>")]);
        Diagnostic diagnostic = Assert.Single(reported);
        Assert.Equal("MG0027", diagnostic.Id);
        Assert.Equal(
            $"Level{Declaration.MaxDepth - 1} already nests {Declaration.MaxDepth} levels of models, "
                + $"so it cannot be a block of Level{Declaration.MaxDepth}: merge several levels into one model.",
            diagnostic.GetMessage());
    }

    [Fact]
    public async Task AdaptersObeyTheLimit()
    {
        string[] chain = [.. Chain(Declaration.MaxDepth, "Linear(\"D\")", "Block<{0}>")];
        (_, Diagnostic[] reported) = await Run(
            [.. chain, $"[Lora<Level{Declaration.MaxDepth - 1}>(2, Targets = new[] {{ \"linear\" }})] public partial class Adapted;"]);
        Assert.Equal("MG0027", Assert.Single(reported).Id);
    }

    // The compiler's own process must survive: a stack that overflows ends it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HundredsOfLevelsAreRefused(bool reversed)
    {
        IEnumerable<string> chain = Chain(150, "Linear(\"D\")", "Block<{0}>");
        (_, Diagnostic[] reported) = await Run([string.Join('\n', reversed ? chain.Reverse() : chain)]);
        Assert.Equal("MG0027", Assert.Single(reported).Id);
    }

    [Fact]
    public async Task AModelWithMoreLinearLayersThanItListsCanBeAdapted()
    {
        string[] chain = [.. Chain(16, "Linear(\"D\")", "Block<{0}>, Block<{0}>")];
        (GeneratorRun run, Diagnostic[] reported) = await Run(
            [.. chain, "[Lora<Level15>(2, Targets = new[] { \"linear\" })] public partial class Adapted;"]);
        Assert.Empty(reported.Select(DiagnosticText.Describe));
        Assert.DoesNotContain("has errors", run.Sources["Adapted.g.cs"], StringComparison.Ordinal);
        Assert.Contains("opaque", run.Sources["Level15.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("opaque", run.Sources["Level9.g.cs"], StringComparison.Ordinal);
    }

    private static IEnumerable<string> Chain(int levels, string first, string further)
    {
        for (int level = 0; level < levels; level++)
        {
            string layers = level == 0
                ? first
                : string.Format(System.Globalization.CultureInfo.InvariantCulture, further, $"Level{level - 1}");
            yield return $"[Model, Input(\"B\", {(first.Contains("(8)", StringComparison.Ordinal) ? "8" : "\"D\"")}), "
                + $"{layers}] public partial class Level{level};";
        }
    }

    private static IEnumerable<string> Lattice(int levels)
    {
        for (int level = 0; level < levels; level++)
        {
            foreach (char name in "AB")
            {
                yield return $"[Model, Input(\"B\", \"D\"), {(level == 0 ? "Linear(\"D\")" : $"Block<A{level - 1}>, Block<B{level - 1}>")}"
                    + $"] public partial class {name}{level};";
            }
        }
    }

    // What doubles per level would take days.
    private static async Task<(GeneratorRun Run, Diagnostic[] Reported)> Run(string[] project)
    {
        GeneratorRun run = Compile.Run(project);
        ImmutableArray<Diagnostic> diagnostics = await run.Output.WithAnalyzers([new ModelAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return (run, [.. diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)]);
    }
}
