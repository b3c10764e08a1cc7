using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>
/// What generator and analyzer add to a build: their own time, as the compiler's <c>-reportanalyzer</c> counts it, against the time in which the same compiler, without
/// them, binds and emits the same project with the generated files given as files. Rounds alternate, and the median counts.
/// </summary>
internal static class ShareOfCompilation
{
    private const int WarmUp = 3;
    private const int Rounds = 9;

    public static async Task Run()
    {
        LargeProject project = LargeProject.Zoo();
        List<Round> rounds = [];
        for (int i = -WarmUp; i < Rounds; i++)
        {
            Round round = await Measure(project);
            if (i >= 0)
            {
                rounds.Add(round);
            }
        }

        double compiler = Median(rounds, round => round.Compiler.Milliseconds);
        Console.WriteLine($"{LargeProject.Models} models, median of {Rounds} rounds, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| | ms | of the compiler's | MB allocated |");
        Console.WriteLine("|---|---:|---:|---:|");
        Row("compiler without either", round => round.Compiler);
        Row("generator", round => round.Generator);
        Row("analyzer", round => round.Analyzer);
        Row("both", round => round.Generator + round.Analyzer);

        void Row(string name, Func<Round, Cost> cost) => Console.WriteLine(
            $"| {name} | {Median(rounds, round => cost(round).Milliseconds):0} | {Median(rounds, round => cost(round).Milliseconds / round.Compiler.Milliseconds):0.0 %} | {Median(rounds, round => cost(round).Megabytes):0} |");
    }

    private static async Task<Round> Measure(LargeProject project)
    {
        CSharpCompilation fresh = project.Fresh();
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        GeneratorDriver driver = project.Driver().RunGeneratorsAndUpdateCompilation(fresh, out Compilation output, out _);
        Cost generator = new(driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds, Since(bytes));

        // Fresh again, so that nothing that the generator bound is there already.
        CSharpCompilation plain = project.Fresh(output.SyntaxTrees);
        (bytes, long start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        var emitted = plain.Emit(new MemoryStream());
        Cost compiler = new(Stopwatch.GetElapsedTime(start).TotalMilliseconds, Since(bytes));
        if (!emitted.Success)
        {
            throw new InvalidOperationException("The project does not compile: " + emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        return new(compiler, generator, await Analyze(project.Fresh(output.SyntaxTrees)));
    }

    // The compiler has bound what it needs; the analyzer's own time is that of its actions.
    private static async Task<Cost> Analyze(CSharpCompilation compilation)
    {
        compilation.GetDiagnostics();
        ModelAnalyzer analyzer = new();
        CompilationWithAnalyzers analyzed = compilation.WithAnalyzers(
            [analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        long bytes = GC.GetTotalAllocatedBytes();
        AnalysisResult result = await analyzed.GetAnalysisResultAsync(default);
        return new(result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds, (GC.GetTotalAllocatedBytes() - bytes) / 1e6);
    }

    private static double Since(long bytes) => (GC.GetAllocatedBytesForCurrentThread() - bytes) / 1e6;

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> value)
    {
        double[] sorted = [.. rounds.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Cost(double Milliseconds, double Megabytes)
    {
        public static Cost operator +(Cost left, Cost right) => new(left.Milliseconds + right.Milliseconds, left.Megabytes + right.Megabytes);
    }

    private readonly record struct Round(Cost Compiler, Cost Generator, Cost Analyzer);
}
