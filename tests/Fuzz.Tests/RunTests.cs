using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ModelGen.Runtime.Tests;
using Xunit;

namespace ModelGen.Fuzz.Tests;

/// <summary>What is accepted runs, forward and backward, on whatever sizes the declaration allows.</summary>
public sealed partial class RunTests
{
    private const int ModelsABatch = 100;
    private const int Draws = 6;
    private const int Runs = 2;
    private static readonly string LastModel = Path.Combine(AppContext.BaseDirectory, "last-model.txt");

    // How many batches; all of them in CI.
    private static int Batches => Environment.GetEnvironmentVariable("FUZZ_ALL") is { Length: > 0 } ? 10 : 3;

    [Fact]
    public async Task AcceptedModelsRun()
    {
        var clock = Stopwatch.StartNew();
        Count count = new();
        for (var batch = 0; batch < Batches; batch++)
        {
            RandomModel models = new(batch);
            var sources = Enumerable.Range(0, ModelsABatch).Select(i => $"M{i:d3}").ToImmutableDictionary(name => name, models.Write);
            Run(await Batch.Compiled(sources, RandomModel.Blocks), batch, count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} In {clock.Elapsed.TotalSeconds:f0} s.");
        foreach (var line in count.Unneeded)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }

        Assert.True(count.Faults.Count == 0, $"{count.Faults.Count} faults:\n{string.Join("\n", count.Faults.Take(40))}");
        Assert.True(count.Run > count.Declared / 2, count.ToString());
    }

    private static void Run(Batch batch, int number, Count count)
    {
        count.Declared += ModelsABatch;
        count.Rejected += batch.Rejected.Count;
        foreach (var model in batch.Models)
        {
            // Not every native function catches libtorch's exceptions; the process then ends, and this tells where.
            File.WriteAllText(LastModel, batch.Source(model.Name));
            var (runs, fault) = (0, (string?)null);
            for (var seed = 0; seed < Draws && runs < Runs && fault is null; seed++)
            {
                try
                {
                    using RandomSizes drawn = new(model, seed, withOptional: seed % 2 == 0);
                    fault = ModelRun.Fault(drawn);
                    runs++;
                }
                catch (ShapeMismatchException refusal)
                {
                    count.Refusals++;
                    if (refusal.Input.Length > 0 && refusal.Expected?.StartsWith("at most", StringComparison.Ordinal) != true)
                    {
                        fault = refusal.Message;
                    }
                    else if (IsSafeUnguarded(batch.Source(model.Name)) && RunsUnguarded(batch.Unguarded(model.Name), seed))
                    {
                        count.Unneeded.Add($"[{number}] {refusal.Message}");
                    }
                }
                catch (Exception e)
                {
                    fault = $"{e.GetType().Name}: {ModelRun.FirstLine(e)}";
                }
            }

            if (runs > 0)
            {
                fault ??= FaultOfEmptyAxes(model, count);
            }

            count.Run += runs > 0 ? 1 : 0;
            if (fault is not null)
            {
                count.Faults.Add($"--- batch {number}: {fault}\n{batch.Source(model.Name)}");
            }
        }
    }

    // A size of 0 at run time is refused with the sizes and the repair, or it runs.
    private static string? FaultOfEmptyAxes(Type model, Count count)
    {
        foreach (var symbol in RandomSizes.ArchitectureOf(model).Symbols.Where(symbol => !symbol.IsParameter))
        {
            string? fault = null;
            try
            {
                using RandomSizes drawn = new(model, seed: 0, empty: symbol.Name);
                fault = ModelRun.Fault(drawn);
                count.Empty++;
            }
            catch (Exception e) when (e is ShapeMismatchException or ArgumentOutOfRangeException)
            {
                count.EmptyRefused++;
                fault = Explained().IsMatch(ModelRun.FirstLine(e)) ? null : e.Message;
            }
            catch (DivideByZeroException)
            {
                // An axis is declared as a multiple of a size divided by this one, so no input has a size of 0 here.
            }

            if (fault is not null)
            {
                return $"{symbol.Name} = 0: {fault}";
            }
        }

        return null;
    }

    [GeneratedRegex(@"; got .*: .+\.( \(Parameter '\w+'\))?$")]
    private static partial Regex Explained();

    // Such a function is called by these: a wrong shape would end the process.
    private static bool IsSafeUnguarded(string source) =>
        !source.Contains("MatMul", StringComparison.Ordinal) && !source.Contains("Attention", StringComparison.Ordinal);

    // Whether the same sizes would have worked without the check that refused them.
    private static bool RunsUnguarded(Type model, int seed)
    {
        try
        {
            using RandomSizes drawn = new(model, seed, withOptional: seed % 2 == 0);
            return ModelRun.Fault(drawn) is null;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private sealed class Count
    {
        public int Declared { get; set; }

        public int Rejected { get; set; }

        public int Run { get; set; }

        public int Refusals { get; set; }

        public int Empty { get; set; }

        public int EmptyRefused { get; set; }

        public List<string> Unneeded { get; } = [];

        public List<string> Faults { get; } = [];

        public override string ToString() =>
            $"{Declared} declarations, {Declared - Rejected} accepted, {Rejected} rejected, {Run} run; {Refusals} sizes refused by guards, "
            + $"{Unneeded.Count} of which would have run without; with an empty axis {Empty} ran and {EmptyRefused} were refused.";
    }
}
