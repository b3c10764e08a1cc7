using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Fuzz.Tests;

/// <summary>Many declarations compiled into one assembly.</summary>
internal sealed class Batch
{
    private const string Condition = "global::ModelGen.Guard.Condition(";

    private readonly GeneratorRun _run;
    private readonly ImmutableDictionary<string, string> _sources;
    private Assembly? _unguarded;

    private Batch(
        GeneratorRun run,
        ImmutableDictionary<string, string> sources,
        ImmutableArray<string> accepted,
        ImmutableDictionary<string, string> rejected)
    {
        _run = run;
        _sources = sources;
        Rejected = rejected;
        var assembly = run.Load();
        Models = [.. accepted.Select(name => assembly.GetType(name)!)];
    }

    /// <summary>Those without an error.</summary>
    public ImmutableArray<Type> Models { get; }

    /// <summary>What the analyzer says of each other one first.</summary>
    public ImmutableDictionary<string, string> Rejected { get; }

    /// <summary>Fails if the generator or the analyzer throws, or if the whole does not compile.</summary>
    /// <param name="sources">Each declares a class; the name is the key.</param>
    /// <param name="shared">Classes besides.</param>
    public static async Task<Batch> Compiled(ImmutableDictionary<string, string> sources, string shared)
    {
        string[] names = [.. sources.Keys.Order(StringComparer.Ordinal)];
        GeneratorRun run = Compile.Run([shared, .. names.Select(name => sources[name])]);
        var diagnostics = await run.Project.WithAnalyzers([new ModelAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id is "AD0001" or "MG0026");
        var first = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .GroupBy(diagnostic => Path.GetFileName(diagnostic.Location.SourceTree!.FilePath))
            .ToDictionary(group => group.Key, group => $"{group.First().Id}: {group.First().GetMessage()}");
        var rejected = names.Where((_, i) => first.ContainsKey(Compile.FileName(i + 1))).ToImmutableDictionary(name => name,
            name => first[Compile.FileName(Array.IndexOf(names, name) + 1)]);
        return new(run, sources, [.. names.Except(rejected.Keys)], rejected);
    }

    public string Source(string name) => _sources[name];

    public string Generated(string name) => _run.Sources[$"{name}.g.cs"];

    /// <summary>The same model without its checks of open comparisons.</summary>
    public Type Unguarded(string name)
    {
        _unguarded ??= WithoutConditions();
        return _unguarded.GetType(name)!;
    }

    private Assembly WithoutConditions()
    {
        const string none = "internal static class Unguarded { public static void "
            + "Condition(bool holds, string model, string message, params object[] sizes) { } }";
        CSharpCompilation output = _run.Output;
        var parse = (CSharpParseOptions)output.SyntaxTrees[0].Options;
        foreach (SyntaxTree tree in _run.Driver.GetRunResult().GeneratedTrees)
        {
            output = output.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(
                tree.ToString().Replace(Condition, "global::Unguarded.Condition(", StringComparison.Ordinal), parse, tree.FilePath));
        }

        using MemoryStream stream = new();
        Assert.True(output.AddSyntaxTrees(CSharpSyntaxTree.ParseText(none, parse))
            .Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        stream.Position = 0;
        return new AssemblyLoadContext("Unguarded", isCollectible: true).LoadFromStream(stream);
    }
}
