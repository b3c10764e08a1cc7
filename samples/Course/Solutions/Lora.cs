using System;
using System.Linq;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>Adapters on the queries and values, and on the first layer of each feed-forward network.</summary>
[Lora<LittleGpt>(4, Targets = new[] { "query", "value", "linear1" })]
public partial class WiderAdaptedGpt;

/// <summary>The solutions of chapter 14.</summary>
internal static class LoraSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var adapted = new AdaptedGpt(Stories.Words);
        Console.WriteLine($"1: {Count(rank: 4, blocks: 2):N0} by the formula, {adapted.Adapters.TrainableCount:N0} in the model");
        Console.WriteLine();
        Console.WriteLine($"2: the change of a weight of {RankOfChange(lesson, adapted)}");
        Console.WriteLine();
        using var wider = new WiderAdaptedGpt(Stories.Words);
        Console.WriteLine($"3: {wider.Adapters.Projections.Count} adapted layers, {wider.Adapters.TrainableCount:N0} parameters");
    }

    // Exercise 1.
    private static long Count(long rank, long blocks) => blocks * 2 * (rank * 64 + 64 * rank);

    // Exercise 2.
    private static string RankOfChange(Lesson lesson, AdaptedGpt adapted)
    {
        var path = adapted.Adapters.Projections[0];
        var weight = adapted.BaseModel.state_dict()[$"{path}.weight"];
        var before = weight.detach().clone();
        Lora.Train(lesson, adapted, (input, target) => new AdaptedGpt.Batch(input, target));
        adapted.Adapters.Merge();
        var values = linalg.svdvals((weight.detach() - before).to(float64));
        var rank = values.data<double>().Count(value => value > 1e-4 * values[0].item<double>());
        return $"{Show.Shape(weight)} has rank {rank}";
    }
}
