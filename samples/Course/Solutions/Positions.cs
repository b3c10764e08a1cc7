using System;
using System.Linq;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>Positions that are encoded once.</summary>
[Model]
[Input("B", "T", 64)]
[MultiHeadAttention(4, Causal = true, Rotary = true)]
public partial class PositionsOnce;

/// <summary>The solutions of chapter 8.</summary>
internal static class PositionsSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        var positions = Positions.ByHand(100);
        Console.WriteLine($"1: {Product(7):F3} by the formula, {positions[20].dot(positions[27]).item<float>():F3} by the vectors");
        Console.WriteLine();
        Console.WriteLine($"2: {TooLong()}");
        Console.WriteLine();
        using var once = new PositionsOnce();
        Console.WriteLine($"3: {Show.Shape(once.call(zeros(4, 20, 64)))}");
    }

    // Exercise 1.
    private static double Product(int distance) => Enumerable.Range(0, 32).Sum(i => Math.Cos(distance / Math.Pow(10000, 2 * i / 64.0)));

    // Exercise 2.
    private static string TooLong()
    {
        using var sinusoids = new SinusoidalAttention();
        using var learned = new LearnedAttention();
        sinusoids.call(zeros(1, 60, 64));
        try
        {
            learned.call(zeros(1, 60, 64));
            return "nothing happens";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
