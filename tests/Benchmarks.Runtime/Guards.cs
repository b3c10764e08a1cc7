using System;
using System.Diagnostics;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>What a guard costs per input when it holds: nanoseconds of a single call, the median of rounds.</summary>
internal static class Guards
{
    private const int Calls = 1_000_000;

    public static void Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 15;
        using var model = nn.Linear(64, 64);
        using var x = randn(8, 16, 64);
        using var ids = zeros(8, 16, dtype: ScalarType.Int64);
        var weights = new WeightPlacement(model);
        (string Name, Action Check)[] guards =
        [
            ("Rank", () => Guard.Rank(x, 3, "Net", "x", "(B, T, D)")),
            ("Size", () => Guard.Size(x, 2, 64, "Net", "x", "D", "(B, T, D)")),
            ("Condition", () =>
                Guard.Condition(
                    x.size(1) <= 1024, "Net", "T must be at most 1024", "give axis 1 (T) of input 'x' a size of at most 1024", "T",
                    x.size(1))),
            ("Type", () => Guard.Type(x, DType.Float, "Net", "x")),
            ("Type and placement, Float", () => Guard.Type(x, DType.Float, "Net", "x", weights)),
            ("Type and placement, Int64", () => Guard.Type(ids, DType.Int64, "Net", "ids", weights)),
        ];
        var times = guards.ToDictionary(guard => guard.Name, _ => new double[rounds]);
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (name, check) in guards)
            {
                var watch = Stopwatch.StartNew();
                for (var call = 0; call < Calls; call++)
                {
                    check();
                }

                if (round >= 0)
                {
                    times[name][round] = watch.Elapsed.TotalNanoseconds / Calls;
                }
            }
        }

        Console.WriteLine("| guard | ns | least |");
        Console.WriteLine("|---|---:|---:|");
        foreach (var (name, measured) in times)
        {
            Array.Sort(measured);
            Console.WriteLine(FormattableString.Invariant($"| {name} | {measured[rounds / 2]:0.0} | {measured[0]:0.0} |"));
        }
    }
}
