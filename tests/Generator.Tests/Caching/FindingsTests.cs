using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parse;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Generator and analyzer share what inference found, since they read equal declarations.</summary>
public sealed class FindingsTests
{
    private static readonly string[] _open =
    [
        """
        [Model, Input("B", "D")]
        public partial class Halves
        {
            const int Classes = 3;
            int _own = 1;
            [Reshape("B", 2, "D/2"), Flatten, Linear("D"), Residual] Stage inner;
            [Linear(Classes)] Stage logits;
            public int Own => _own;
        }
        """,
        "[Model, Input(\"B\", \"T\", \"D\"), MultiHeadAttention(\"heads\"), Residual] public partial class Attends;",
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(1000, 64), LayerNorm, TiedLinear("embedding")]
        public partial class Tied
        {
            partial void Initialize() { }
        }
        """,
    ];

    [Fact]
    public void ADeclarationIsTheSameBesideItsGeneratedPart()
    {
        GeneratorRun run = Compile.Run([.. ZooProject.Files(ZooProject.ModelsPerCopy), .. _open]);
        List<Declaration> before = Read(run.Project);
        Assert.Equal(ZooProject.ModelsPerCopy + _open.Length, before.Count);
        Assert.Equal(before, Read((Compilation)run.Output));
    }

    [Fact]
    public void WhatTheGeneratorLeavesIsWhatInferenceFinds()
    {
        GeneratorRun run = Compile.Run(_open);
        foreach (Declaration declaration in Read(run.Output))
        {
            CollectingSink sink = new();
            Caches.Off.Infer(declaration, sink);
            Assert.Equal(sink.Problems, Caches.Shared.Findings.Of(declaration));
        }
    }

    [Fact]
    public void TheOldestAreForgottenFirst()
    {
        RecentlyUsed<int, string> values = new(capacity: 10);
        for (int i = 0; i < 100; i++)
        {
            values.Add(i, $"{i}");
            Assert.Equal("0", values.Find(0));
            Assert.True(values.Count <= 20);
        }

        Assert.Equal("99", values.Find(99));
        Assert.Null(values.Find(50));
    }

    private static List<Declaration> Read(Compilation compilation) =>
        [.. compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(DeclarationLayout.IsModel)
            .Select(type => Caches.Shared.Parse(type, new SilentSink(), TestContext.Current.CancellationToken))
            .OrderBy(declaration => declaration.Type.QualifiedName, System.StringComparer.Ordinal)];
}
