using System;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Benchmarks;

/// <summary>The generator over 1,000 models: the first time, and after an edit.</summary>
[MemoryDiagnoser]
[Config(typeof(Configuration))]
public class EditBenchmarks
{
    internal static readonly (string Old, string New) InUnrelatedFile = ("=> 42", "=> 421");
    internal static readonly (string Old, string New) InDeclaration = ("Linear(84)", "Linear(841)");
    internal static readonly (string Old, string New) InBlock = ("FeedForward(\"hidden\"", "FeedForward(\"2*hidden\"");

    private readonly LargeProject _zoo = LargeProject.Zoo();
    private readonly LargeProject _oneBlock = LargeProject.OneBlock();

    private GeneratorDriver _driver = null!;
    private CSharpCompilation _compilation = null!;

    [IterationSetup(Target = nameof(Cold))]
    public void SetUpCold() => (_driver, _compilation) = (_zoo.Driver(), _zoo.Fresh());

    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => _driver.RunGenerators(_compilation);

    [IterationSetup(Target = nameof(UnrelatedFile))]
    public void SetUpUnrelatedFile() => SetUp(_zoo, InUnrelatedFile);

    /// <summary>A keystroke in a method's body in a file without a model.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedFile() => _driver.RunGenerators(_compilation);

    [IterationSetup(Target = nameof(Declaration))]
    public void SetUpDeclaration() => SetUp(_zoo, InDeclaration);

    /// <summary>A keystroke in an argument of one model.</summary>
    [Benchmark]
    public GeneratorDriver Declaration() => _driver.RunGenerators(_compilation);

    [IterationSetup(Target = nameof(ColdWithOneBlock))]
    public void SetUpColdWithOneBlock() => (_driver, _compilation) = (_oneBlock.Driver(), _oneBlock.Fresh());

    /// <summary>The first run where 500 models use one block.</summary>
    [Benchmark]
    public GeneratorDriver ColdWithOneBlock() => _driver.RunGenerators(_compilation);

    [IterationSetup(Target = nameof(BlockOf500))]
    public void SetUpBlockOf500() => SetUp(_oneBlock, InBlock);

    /// <summary>A keystroke in that block.</summary>
    [Benchmark]
    public GeneratorDriver BlockOf500() => _driver.RunGenerators(_compilation);

    private void SetUp(LargeProject project, (string Old, string New) edit)
    {
        CSharpCompilation before = project.Fresh();
        _driver = project.Driver().RunGenerators(before);
        _compilation = LargeProject.Edit(before, edit.Old, edit.New);
    }

    // In this process, which has read the references; a busy machine may take longer than BenchmarkDotNet waits by itself.
    private sealed class Configuration : ManualConfig
    {
        public Configuration() => AddJob(Job.Default
            .WithStrategy(RunStrategy.Monitoring)
            .WithWarmupCount(5)
            .WithIterationCount(15)
            .WithToolchain(new InProcessEmitToolchain(TimeSpan.FromHours(1), logOutput: true)));
    }
}
