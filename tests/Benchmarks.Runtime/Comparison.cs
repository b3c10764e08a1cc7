using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>
/// Versions of the same work, measured in turn, so that what else the machine does meets all of them alike. A product of two fixed matrices
/// between the rounds tells
/// how even the machine was.
/// </summary>
internal sealed class Comparison
{
    private const int CallsOfCalibration = 3;

    private static readonly List<double> Calibrations = [];

    /// <summary>What each version took, a round.</summary>
    public required IReadOnlyList<Sample[]> Rounds { get; init; }

    /// <summary>Runs each version once a round, all of them once before.</summary>
    /// <param name="rounds">How many rounds count.</param>
    /// <param name="calls">How often a version is called in one.</param>
    /// <param name="versions">The versions, of which each leaves its result to nobody.</param>
    public static Comparison Of(int rounds, int calls, params Action[] versions)
    {
        Array.ForEach(versions, version => version());
        List<Sample[]> measured = [];
        for (int round = 0; round < rounds; round++)
        {
            Calibrate();
            measured.Add([.. versions.Select(version => Sample.Of(version, calls))]);
        }

        return new() { Rounds = measured };
    }

    /// <summary>The median of a version's values.</summary>
    public double Median(int version, Func<Sample, double> value) => MedianOf(Rounds.Select(round => value(round[version])));

    /// <summary>The median of what one version took for each second of another in the same round.</summary>
    public double Ratio(int version, int other) => MedianOf(Rounds.Select(round => round[version].Seconds / round[other].Seconds));

    /// <summary>Times the product of two matrices.</summary>
    public static void Calibrate()
    {
        using IDisposable quiet = no_grad();
        using Tensor a = ones(1024, 1024);
        using Tensor b = ones(1024, 1024);
        a.mm(b).Dispose();
        Stopwatch clock = Stopwatch.StartNew();
        for (int call = 0; call < CallsOfCalibration; call++)
        {
            a.mm(b).Dispose();
        }

        Calibrations.Add(clock.Elapsed.TotalMilliseconds / CallsOfCalibration);
    }

    /// <summary>Says what the products took: the medians of the rounds mean little where the longest is far from the shortest.</summary>
    public static void PrintCalibration()
        => Console.WriteLine(
            $"\nThe product of two matrices of 1024 x 1024 between the rounds: {MedianOf(Calibrations):0.0} ms, from "
            + $"{Calibrations.Min():0.0} to {Calibrations.Max():0.0}. {Environment.ProcessorCount} cores, {get_num_threads()} threads.");

    /// <summary>The middle value, of an even number the upper one.</summary>
    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>What one call took and left.</summary>
    /// <param name="Seconds">Its time.</param>
    /// <param name="Bytes">What it allocated on the managed heap.</param>
    /// <param name="Tensors">The tensors that it left to the finalizer.</param>
    public readonly record struct Sample(double Seconds, double Bytes, double Tensors)
    {
        /// <summary>Calls a version; what the one before it left behind is collected first.</summary>
        public static Sample Of(Action version, int calls)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            (long tensors, long bytes) = (Tensor.TotalCount, GC.GetAllocatedBytesForCurrentThread());
            Stopwatch clock = Stopwatch.StartNew();
            for (int call = 0; call < calls; call++)
            {
                version();
            }

            double seconds = clock.Elapsed.TotalSeconds;
            return new(
                seconds / calls, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)calls,
                (Tensor.TotalCount - tensors) / (double)calls);
        }
    }
}
