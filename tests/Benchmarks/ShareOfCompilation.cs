using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>
/// What generator and analyzer add to a build: their own time, as the compiler's <c>-reportanalyzer</c> counts it, against the time
/// in which the same compiler, without them, binds and emits the same project with the generated files given as files. Rounds
/// alternate, and the median counts.
/// </summary>
internal static class ShareOfCompilation
{
    private const int WarmUp = 2;
    private const int DefaultRounds = 9;

    /// <summary>Prints a table. The only argument is the number of rounds that count.</summary>
    public static async Task Run(string[] arguments)
    {
        int count = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        LargeProject project = LargeProject.Zoo();
        List<Round> rounds = [];
        for (int i = -WarmUp; i < count; i++)
        {
            Round round = await Measure(project);
            if (i >= 0)
            {
                rounds.Add(round);
            }
        }

        Console.WriteLine($"{LargeProject.Models} models, median of {count} rounds, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| | ms | of the compiler's | goal | MB allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        Row("compiler without either", round => round.Compiler);
        Row("generator", round => round.Generator);
        Row("analyzer", round => new(round.Analyzer, null));
        Row("both", round => new(round.Generator.Milliseconds + round.Analyzer, null), "< 15 %");

        void Row(string name, Func<Round, Cost> cost, string goal = "")
        {
            double share = Median(rounds, round => cost(round).Milliseconds / round.Compiler.Milliseconds);
            string megabytes = cost(rounds[0]).Megabytes is null ? "" : $"{Median(rounds, round => cost(round).Megabytes!.Value):0}";
            Console.WriteLine($"| {name} | {Median(rounds, round => cost(round).Milliseconds):0} | {share:0.0 %} | {goal} | {megabytes} |");
        }
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
            throw new InvalidOperationException("The project does not compile: "
                + emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        }

        return new(compiler, generator, await Analyze(project.Fresh(output.SyntaxTrees)));
    }

    // A symbol is announced when the compiler is done with it, so that the action's time is the analyzer's own; what
    // it allocates is not told apart.
    private static async Task<double> Analyze(CSharpCompilation compilation)
    {
        ModelAnalyzer analyzer = new();
        CompilationWithAnalyzers analyzed = compilation.WithAnalyzers(
            [analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null,
                concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        AnalysisResult result = await analyzed.GetAnalysisResultAsync(default);
        return result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds;
    }

    private static double Since(long bytes) => (GC.GetAllocatedBytesForCurrentThread() - bytes) / 1e6;

    private static double Median(IEnumerable<Round> rounds, Func<Round, double> value)
    {
        double[] sorted = [.. rounds.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Cost(double Milliseconds, double? Megabytes);

    private readonly record struct Round(Cost Compiler, Cost Generator, double Analyzer);
}
