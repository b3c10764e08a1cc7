using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>Adds up vectors of pairs of neighbors.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("words", 8), Rearrange("b t d -> b d t")]
[Conv(8, Kernel = 2)]                    // (B, 8, T - 1), a vector per pair of neighbors
[Sum(Axis = 2)]                          // (B, 8)
[Linear(2)]                              // (B, 2)
public partial class PairBag;

/// <summary>The mean over the time steps, as the compiler proposes it.</summary>
[Model]
[Input("B", "T", 8)]
[Mean(Axis = 1)]                         // (B, 8)
[Output("B", 8)]
public partial class StepMean;

/// <summary>The solutions of chapter 1.</summary>
internal static class OrderSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: {Orders("the dog bites the man").Count} orders, {DistinctSums("the dog bites the man")} sum");
        Console.WriteLine();
        var (apart, alike) = Pairs();
        Console.WriteLine($"2: \"the dog bites the man\" and \"the man bites the dog\" differ: {apart}");
        Console.WriteLine($"   \"man the dog the man bites the man\" and \"man bites the man the dog the man\" differ: {alike}");
        Console.WriteLine();
        using var mean = new StepMean();
        Console.WriteLine($"3: {string.Join(" x ", mean.call(zeros(4, 20, 8)).shape)}");
    }

    // Exercise 1.
    private static IReadOnlyList<string> Orders(string sentence)
    {
        var orders = new HashSet<string>();
        Place([], [.. sentence.Split(' ')]);
        return [.. orders];

        void Place(string[] placed, List<string> left)
        {
            if (left.Count == 0)
            {
                orders.Add(string.Join(' ', placed));
            }

            for (var i = 0; i < left.Count; i++)
            {
                Place([.. placed, left[i]], [.. left[..i], .. left[(i + 1)..]]);
            }
        }
    }

    private static int DistinctSums(string sentence)
    {
        using var bag = new WordBag(words: 4);
        return Orders(sentence).Select(order => Math.Round(bag.call(Order.Ids(order))[0, 0].item<float>(), 4)).Distinct().Count();
    }

    // Exercise 2.
    private static (bool Apart, bool Alike) Pairs()
    {
        using var bag = new PairBag(words: 4);
        return (
            Differ("the dog bites the man", "the man bites the dog"),
            Differ("man the dog the man bites the man", "man bites the man the dog the man"));

        bool Differ(string first, string second) =>
            (bag.call(Order.Ids(first)) - bag.call(Order.Ids(second))).abs().max().item<float>() > 1e-5;
    }
}
