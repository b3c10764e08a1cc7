using System;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>Attention that sees no later position.</summary>
[Model]
public partial class CausalAttentionLayer
{
    [Input("B", "T", "d")]
    Stage query;

    [Input("B", "T", "d")]
    Stage key;

    [Input("B", "T", "v")]
    Stage value;

    [From(nameof(query), nameof(key), nameof(value)), ScaledDotProductAttention(Causal = true), Output("B", "T", "v")]
    Stage result;
}

/// <summary>Queries and keys of the same size, which a linear layer provides.</summary>
[Model]
public partial class ProjectedAttention
{
    [Input("B", "T", 64)]
    Stage query;

    [Input("B", "S", 32)]
    Stage memory;

    [From(nameof(memory)), Linear(64)]
    Stage key;

    [From(nameof(query), nameof(key), nameof(memory)), ScaledDotProductAttention, Output("B", "T", 32)]
    Stage result;
}

/// <summary>The solutions of chapter 6.</summary>
internal static class AttentionSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: the results are {Shuffled()}");
        Console.WriteLine();
        Console.WriteLine($"2: by hand and by the attribute are {Causal()}");
        Console.WriteLine();
        using var projected = new ProjectedAttention();
        Console.WriteLine($"3: {Show.Shape(projected.call(zeros(4, 5, 64), zeros(4, 7, 32)))}");
    }

    // Exercise 1.
    private static string Shuffled()
    {
        using var model = new AttentionLayer();
        var (query, key, value) = (randn(4, 5, 64), randn(4, 7, 64), randn(4, 7, 32));
        var order = randperm(7);
        return Show.Agreement(model.call(query, key, value), model.call(query, key.index_select(1, order), value.index_select(1, order)));
    }

    // Exercise 2.
    private static string Causal()
    {
        using var model = new CausalAttentionLayer();
        var (query, key, value) = (randn(4, 5, 64), randn(4, 5, 64), randn(4, 5, 32));
        var mask = full(5, 5, double.NegativeInfinity).triu(1);          // minus infinity above the diagonal, 0 elsewhere
        return Show.Agreement(Attention.ByHand(query, key, value, mask).Result, model.call(query, key, value));
    }
}
