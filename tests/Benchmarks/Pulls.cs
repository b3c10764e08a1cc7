using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;

namespace ModelGen.Benchmarks;

/// <summary>
/// The analyzer's own time when an editor asks for the diagnostics after an edit, as Roslyn's telemetry counts it: of the edited file, as
/// while typing, and of the whole project. The generator has run on the edit before, as it has in an editor, and does not count.
/// </summary>
internal static class Pulls
{
    private const int Models = 200;
    private const int WarmUp = 5;
    private const int DefaultRounds = 15;
    private const double Goal = 50;

    private static readonly (string Name, string Old, Func<int, string> New)[] Edits =
    [
        ("in a method of a file without a model", "=> 42", i => $"=> 42{i}"),
        ("of an argument of one model", "Linear(84)", i => $"Linear(84{i})"),
        ("of a mistake in one model", "Linear(84)", i => $"Linear(84, In = {i + 1})"),
        ("of a member's name", "Answer()", i => $"Answer{i}()"),
    ];

    /// <summary>Prints a table; 1 if a median is not below the goal. The only argument is the number of rounds that count.</summary>
    public static async Task<int> Run(string[] arguments)
    {
        int rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        LargeProject project = LargeProject.Zoo(Models);
        CSharpCompilation before = project.Fresh();
        GeneratorDriver driver = project.Driver().RunGenerators(before);
        Dictionary<string, List<Times>> times = Edits.ToDictionary(edit => edit.Name, _ => new List<Times>());
        for (int round = 0; round < WarmUp + rounds; round++)
        {
            foreach ((string name, string old, Func<int, string> @new) in Edits)
            {
                Times one = await Measure(driver, before, old, @new(round));
                if (round >= WarmUp)
                {
                    times[name].Add(one);
                }
            }
        }

        Console.WriteLine($"{Models} models, medians of {rounds} rounds and the longest, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| edit | the file, ms | longest | the project, ms | longest | goal |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach ((string name, List<Times> measured) in times)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {Median(measured, time => time.File):0.0} | {measured.Max(time => time.File):0.0} | "
                    + $"{Median(measured, time => time.Project):0.0} | {measured.Max(time => time.Project):0.0} | < {Goal} |"));
        }

        return times.Values.All(measured => Median(measured, time => time.File) < Goal && Median(measured, time => time.Project) < Goal)
            ? 0
            : 1;
    }

    private static async Task<Times> Measure(GeneratorDriver driver, CSharpCompilation before, string old, string @new)
    {
        CSharpCompilation edited = LargeProject.Edit(before, old, @new);
        SyntaxTree file = edited.SyntaxTrees.Single(tree => !before.ContainsSyntaxTree(tree));
        driver.RunGeneratorsAndUpdateCompilation(edited, out Compilation output, out _);
        return new(
            await Time(output,
                (analyzed, cancellation) => analyzed.GetAnalysisResultAsync(output.GetSemanticModel(file), filterSpan: null, cancellation)),
            await Time(output, (analyzed, cancellation) => analyzed.GetAnalysisResultAsync(cancellation)));
    }

    private static async Task<double> Time(
        Compilation compilation, Func<CompilationWithAnalyzers, System.Threading.CancellationToken, Task<AnalysisResult>> pull)
    {
        ModelAnalyzer analyzer = new();
        CompilationWithAnalyzers analyzed = compilation.WithAnalyzers(
            [analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null,
                concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        AnalysisResult result = await pull(analyzed, default);
        return result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds;
    }

    private static double Median(IEnumerable<Times> times, Func<Times, double> value)
    {
        double[] sorted = [.. times.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    private readonly record struct Times(double File, double Project);
}
