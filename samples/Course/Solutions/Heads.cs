using System;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>Eight heads of 64 features each, from an input of 64 features.</summary>
[Model]
[Input("B", "T", 64)]
[MultiHeadAttention(8, HeadDim = 64)]
[Output("B", "T", 64)]
public partial class WideHeads;

/// <summary>Self-attention that ignores padded positions.</summary>
[Model]
public partial class PaddedHeads
{
    [Input("B", "T", 64)]
    Stage input;

    [Input("B", "T", Type = DType.Bool)]
    Stage padding;

    [From(nameof(input)), MultiHeadAttention(8, KeyPaddingMask = nameof(padding)), Output("B", "T", 64)]
    Stage result;
}

/// <summary>A number of heads that divides the number of features.</summary>
[Model]
[Input("B", "T", 64)]
[MultiHeadAttention(8)]
public partial class EightHeads;

/// <summary>The solutions of chapter 7.</summary>
internal static class HeadsSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var wide = new WideHeads();
        Console.WriteLine($"1: {3 * (512 * 64 + 512) + (64 * 512 + 64):N0} by the formula, {Show.Parameters(wide):N0} in the model");
        Console.WriteLine();
        Console.WriteLine($"2: the results of the real positions are {Padded()}");
        Console.WriteLine();
        using var eight = new EightHeads();
        Console.WriteLine($"3: {Show.Shape(eight.call(zeros(4, 5, 64)))}");
    }

    // Exercise 2.
    private static string Padded()
    {
        using var model = new PaddedHeads();
        var padding = arange(10).unsqueeze(0) >= 7;                      // the last three of ten positions
        var real = randn(1, 7, 64);
        var first = model.call(cat([real, randn(1, 3, 64)], 1), padding);
        var second = model.call(cat([real, randn(1, 3, 64)], 1), padding);
        return Show.Agreement(first[.., ..7], second[.., ..7]);
    }
}
