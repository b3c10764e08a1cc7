using System;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>A feed-forward network that returns to the width of its input, so that it can be added.</summary>
[Model]
[Input("B", "T", 512)]
[Linear(2048), Relu, Linear(512), Residual, LayerNorm]
public partial class WideAndBack;

/// <summary>The solutions of chapter 9.</summary>
internal static class TransformerBlockSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var block = new PostNormBlock(D: 512);
        block.eval();
        Console.WriteLine($"1: {Count(512):N0} by the formula, {Show.Parameters(block):N0} in the model; "
            + $"{FeedForwardShare(512):P0} of them in the feed-forward network");
        Console.WriteLine();
        Console.WriteLine($"2: the block of the reversed sequence and the reversed block of the sequence are {Reversed(block)}");
        Console.WriteLine();
        using var wide = new WideAndBack();
        Console.WriteLine($"3: {Show.Shape(wide.call(zeros(4, 20, 512)))}");
    }

    // Exercise 1.
    private static long Count(long d) => Attention(d) + FeedForward(d) + 2 * Norm(d);

    private static long Attention(long d) => 4 * (d * d + d);                    // query, key, value and output

    private static long FeedForward(long d) => d * 4 * d + 4 * d + 4 * d * d + d;

    private static long Norm(long d) => 2 * d;                                   // a scale and a bias

    private static double FeedForwardShare(long d) => FeedForward(d) / (double)Count(d);

    // Exercise 2.
    private static string Reversed(PostNormBlock block)
    {
        var input = randn(4, 20, 512);
        return Show.Agreement(block.call(input.flip(1)), block.call(input).flip(1));
    }
}
