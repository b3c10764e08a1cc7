using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Xunit.Sdk;

namespace ModelGen.Generator.Tests;

public sealed class IncrementalTests
{
    private const string _source = "[Model, Linear(3)] public partial class M;";

    [Fact]
    public void AnEditElsewhereRecomputesNothing()
    {
        foreach (Edit edit in new[] { Edit.Add("class Other;"), Edit.Prepend("// A comment."), Edit.Replace("(3)", "( 3 )") })
        {
            Incremental run = Run(ToyFault.None, edit);
            run.AssertNothingRecomputedAfter(ToyGenerator.Parse);
            run.AssertCached(ToyGenerator.Count);
            Assert.Throws<FailException>(() => run.AssertRecomputed(ToyGenerator.Parse));
        }
    }

    [Fact]
    public void AnEditOfADeclarationRecomputes()
    {
        Incremental run = Run(ToyFault.None, Edit.Replace("Linear(3)", "Linear(3), Relu"));
        run.AssertRecomputed(ToyGenerator.Parse);
        run.AssertRecomputed(ToyGenerator.Count);
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(ToyGenerator.Count));
        Assert.Contains("Attributes = 3;", run.After.Sources["M.g.cs"], StringComparison.Ordinal);
        string message = Assert.Throws<FailException>(() => run.AssertNothingRecomputedAfter(ToyGenerator.Parse)).Message;
        Assert.Contains("ToyCount: Modified", message, StringComparison.Ordinal);
        Assert.Throws<FailException>(() => run.AssertCached(ToyGenerator.Count));
    }

    [Fact]
    public void AModelThatHoldsALocationIsCaughtRecomputing() =>
        Assert.Throws<FailException>(() =>
            Run(ToyFault.HoldsLocation, Edit.Prepend("// A comment.")).AssertNothingRecomputedAfter(ToyGenerator.Parse));

    [Fact]
    public void AMisspeltStepFails() => Assert.Contains(
        "there are ToyParse, ToyCount",
        Assert.Throws<FailException>(() => Run(ToyFault.None, Edit.Add("")).AssertNothingRecomputedAfter("Prase")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void AFileMayBeRemoved()
    {
        Incremental run = Incremental.Run([_source, "[Model] public partial class N;"], Toy(ToyFault.None), Edit.Remove(1));
        Assert.Contains(IncrementalStepRunReason.Removed, run.Reasons(ToyGenerator.Parse));
    }

    [Fact]
    public void AReferenceMayBeRebuilt()
    {
        MetadataReference old = Compile.Library("[Model] public partial class Inner;", Toy(ToyFault.None));
        MetadataReference @new = Compile.Library("[Model, Relu] public partial class Inner;", Toy(ToyFault.None));
        Incremental.Run([_source], Toy(ToyFault.None) with { References = [old] }, Edit.Rebuild(old, @new))
            .AssertNothingRecomputedAfter(ToyGenerator.Parse);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("a")]
    public void AnEditNeedsOnePlace(string old) => Assert.Throws<FailException>(() => Run(ToyFault.None, Edit.Replace(old, "")));

    [Fact]
    public void ValuesOfThePipelineAreLookedInto()
    {
        PipelineValues.AssertSelfContained(Compile.Run(_source, Toy(ToyFault.None)).Driver);
        string message = Assert.ThrowsAny<XunitException>(() =>
            PipelineValues.AssertSelfContained(Compile.Run(_source, Toy(ToyFault.HoldsLocation)).Driver)).Message;
        Assert.Contains("ToyParse[0].Location (SourceLocation)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ForbiddenThingsAreFoundWhereverTheyAre()
    {
        CSharpCompilation compilation = Compile.Project(["class C;"]);
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        SyntaxNode root = tree.GetRoot(TestContext.Current.CancellationToken);
        ISymbol symbol = compilation.GetTypeByMetadataName("C")!;
        Location location = symbol.Locations[0];
        Diagnostic diagnostic = Diagnostic.Create(new DiagnosticDescriptor("T1", "", "", "", DiagnosticSeverity.Info, true), location);
        object[] forbidden = [symbol, tree, root, compilation, compilation.GetSemanticModel(tree), location, Location.None, diagnostic,
            root.GetFirstToken(), default(ImmutableArray<int>)];
        foreach (object value in forbidden)
        {
            int captured = 0;
            Func<object> closure = () => (captured++, value);
            object[] holders =
            [
                value, new Holder(value), new Derived(value), new object[] { 1, new[] { value } },
                (1, (2, value)), new List<object> { value },
                ImmutableArray.Create(value), ImmutableList.Create(value), new Dictionary<string, object> { ["k"] = value },
                new KeyValuePair<object, int>(value, 1), closure,
            ];
            foreach (object holder in holders)
            {
                Assert.True(PipelineValues.Forbidden(holder).Count > 0,
                    $"{value.GetType().Name} in {holder.GetType().Name} was not found.");
            }
        }

        Assert.Equal([".Value[1].Value (default ImmutableArray`1)"],
            PipelineValues.Forbidden(new Holder(ImmutableArray.Create<object>(0, new Holder(default(ImmutableArray<string>))))));
    }

    [Fact]
    public void HarmlessThingsAreNot()
    {
        Holder cycle = new(null);
        cycle.Value = new List<object> { cycle, typeof(ISymbol), "text", 1.5, ImmutableArray<Location>.Empty,
            System.Numerics.BigInteger.Pow(10, 40), (Location?)null! };
        Assert.Empty(PipelineValues.Forbidden(cycle));
        Holder deep = new(null);
        for (int i = 0; i < 100_000; i++)
        {
            deep = new(deep);
        }

        Assert.Empty(PipelineValues.Forbidden(deep));
    }

    private static Incremental Run(ToyFault fault, Edit edit) => Incremental.Run([_source], Toy(fault), edit);

    private static CompileOptions Toy(ToyFault fault) => new() { Tools = new(new ToyGenerator(fault)) };

    private class Holder(object? value)
    {
        public object? Value { get; set; } = value;
    }

    private sealed class Derived(object? value) : Holder(value);
}
