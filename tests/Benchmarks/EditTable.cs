using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Reports;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Benchmarks;

/// <summary>What <see cref="EditBenchmarks"/> measured, as the table of docs/performance.md.</summary>
internal static class EditTable
{
    /// <summary>Prints it. Medians; the share is of the cold run of the same project.</summary>
    public static int Print(Summary summary)
    {
        LargeProject zoo = LargeProject.Zoo();
        LargeProject oneBlock = LargeProject.OneBlock();
        Console.WriteLine();
        Console.WriteLine($"{LargeProject.Models} models, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| edit | ms | of the cold run | goal | MB allocated | files written again |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        Row("none: the first run", nameof(EditBenchmarks.Cold), nameof(EditBenchmarks.Cold), string.Empty, LargeProject.Models);
        Row("in a file without a model", nameof(EditBenchmarks.UnrelatedFile), nameof(EditBenchmarks.Cold), "< 2 %",
            Written(zoo, EditBenchmarks.InUnrelatedFile));
        Row("of one declaration", nameof(EditBenchmarks.Declaration), nameof(EditBenchmarks.Cold), "< 3 %",
            Written(zoo, EditBenchmarks.InDeclaration));
        Row("none: the first run, 500 models with one block", nameof(EditBenchmarks.ColdWithOneBlock),
            nameof(EditBenchmarks.ColdWithOneBlock), string.Empty, LargeProject.Models);
        Row("of that block", nameof(EditBenchmarks.BlockOf500), nameof(EditBenchmarks.ColdWithOneBlock), string.Empty,
            Written(oneBlock, EditBenchmarks.InBlock));
        return 0;

        void Row(string name, string benchmark, string cold, string goal, int written)
        {
            // A filter may have left some out.
            if (Find(benchmark) is { ResultStatistics: { } time } report)
            {
                var share = Find(cold)?.ResultStatistics is { } whole ? $"{time.Median / whole.Median:0.00 %}" : string.Empty;
                double bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
                Console.WriteLine($"| {name} | {time.Median / 1e6:0.0} | {share} | {goal} | {bytes / 1e6:0.0} | {written:N0} |");
            }
        }

        BenchmarkReport? Find(string benchmark) => summary.Reports.FirstOrDefault(report =>
            report.BenchmarkCase.Descriptor.WorkloadMethod.Name == benchmark && report.ResultStatistics is not null);
    }

    // Of what the generator has written, a second run keeps the texts that it does not write again.
    private static int Written(LargeProject project, (string Old, string New) edit)
    {
        CSharpCompilation before = project.Fresh();
        GeneratorDriver driver = project.Driver().RunGenerators(before);
        var known = Sources(driver).ToHashSet(ReferenceEqualityComparer.Instance);
        driver = driver.RunGenerators(LargeProject.Edit(before, edit.Old, edit.New));
        return Sources(driver).Count(text => !known.Contains(text));
    }

    private static IEnumerable<object> Sources(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.Select(source => source.SourceText);
}
