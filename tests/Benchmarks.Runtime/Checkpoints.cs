using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>Loading 537 MB, each time in a process of its own: <c>Checkpoint</c> beside TorchSharp's <c>module.load</c>.</summary>
internal static class Checkpoints
{
    private const int DefaultRounds = 5;
    private const string SafeTensors = "wide.safetensors";
    private const string TorchSharpFile = "wide.dat";

    private static readonly (string Name, string Description, Func<string, Wide> Load)[] Versions =
    [
        ("torchsharp", "constructor, then `module.load`", folder => Loaded(wide => wide.load(Path.Combine(folder, TorchSharpFile)))),
        ("load", "constructor, then `Checkpoint.Load`", folder => Loaded(wide => Checkpoint.Load(wide, Path.Combine(folder, SafeTensors)))),
        ("create", "`Checkpoint.Create`", folder =>
            Checkpoint.Create(device => new Wide(device: device), Path.Combine(folder, SafeTensors))),
    ];

    private static double _loading;

    /// <summary>Measures, and prints a table. The only argument is the number of rounds.</summary>
    public static void Run(string[] arguments)
    {
        int rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        string folder = Directory.CreateTempSubdirectory("modelgen-checkpoints-").FullName;
        try
        {
            ChildProcess.Run("checkpoints-child", "write", folder);

            // The first round brings the files into the system's cache and does not count.
            List<double[][]> measured = [];
            for (int round = 0; round <= rounds; round++)
            {
                Comparison.Calibrate();
                measured.Add(
                    [.. Versions.Select(
                        version =>
                            ChildProcess.Run("checkpoints-child", version.Name, folder).Split(' ')
                                .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())]);
            }

            Print(measured[1..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Writes both files, or loads one and prints the seconds of all, those of the loading (0 where it is not apart), the peak in MB and a
    /// sum of the weights.
    /// </summary>
    public static void RunChild(string name, string folder)
    {
        if (name == "write")
        {
            using Wide written = new();
            Checkpoint.Save(written, Path.Combine(folder, SafeTensors));
            written.save(Path.Combine(folder, TorchSharpFile));
            return;
        }

        Stopwatch clock = Stopwatch.StartNew();
        using Wide wide = Versions.Single(version => version.Name == name).Load(folder);
        double all = clock.Elapsed.TotalSeconds;
        double peak = ChildProcess.PeakMegabytes();
        using var quiet = no_grad();
        double sum = wide.parameters().Sum(parameter =>
        {
            using var total = parameter.sum();
            return (double)total.item<float>();
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all} {_loading} {peak} {sum}"));
    }

    private static Wide Loaded(Action<Wide> load)
    {
        Wide wide = new();
        Stopwatch clock = Stopwatch.StartNew();
        load(wide);
        _loading = clock.Elapsed.TotalSeconds;
        return wide;
    }

    private static void Print(List<double[][]> rounds)
    {
        if (rounds.SelectMany(round => round).Select(version => version[3]).Distinct().Count() != 1)
        {
            throw new InvalidOperationException("The versions load different weights.");
        }

        double Median(Func<double[][], double> value) => Comparison.MedianOf(rounds.Select(value));
        Console.WriteLine(
            $"537 MB of F32, medians of {rounds.Count} rounds in turn, each load in a new process, files in the system's cache");
        Console.WriteLine();
        Console.WriteLine("| | until loaded, s | of `module.load`'s | loading alone, s | of `module.load`'s | peak memory, MB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < Versions.Length; i++)
        {
            string alone = rounds[0][i][1] == 0
                ? " | " : $"{Median(round => round[i][1]):0.00} | {Median(round => round[i][1] / round[0][1]):0.00}";
            Console.WriteLine(
                $"| {Versions[i].Description} | {Median(round => round[i][0]):0.00} | {Median(round => round[i][0] / round[0][0]):0.00} "
                + $"| {alone} | {Median(round => round[i][2]):0} |");
        }

        Comparison.PrintCalibration();
    }
}
