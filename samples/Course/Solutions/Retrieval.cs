using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>Compares questions with passages whose vectors have the same size.</summary>
[Model]
public partial class Matcher
{
    [Input("Q", 32)]
    Stage questions;

    [Input("P", 32)]
    Stage passages;

    [From(nameof(questions), nameof(passages)), Einsum("qd,pd->qp"), Output("Q", "P")]
    Stage cosines;
}

/// <summary>The solutions of chapter 13.</summary>
internal static class RetrievalSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: {string.Join(", ", new[] { 1, 2, 5, 100 }.Select(count => $"{count} times: {Repeated(count):F2}"))}");
        Console.WriteLine();
        Console.WriteLine($"2: {string.Join(", ", Fused().Select(one => $"{"ABC"[one.Passage]} {one.Score:F4}"))}");
        Console.WriteLine();
        using var matcher = new Matcher();
        Console.WriteLine($"3: {Show.Shape(matcher.call(zeros(4, 32), zeros(8, 32)))}");
    }

    // Exercise 1.
    private static double Repeated(int count) =>
        Retrieval.Bm25("umbrella", [string.Join(' ', Enumerable.Repeat("umbrella", count)), "bread", "music"])[0];

    // Exercise 2.
    private static IReadOnlyList<(int Passage, double Score)> Fused() =>
        Retrieval.Fuse([0, 1, 2], [1, 2]);           // A, B, C by words; B, C by vectors
}
