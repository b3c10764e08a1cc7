using System;
using System.Linq;
using ModelGen;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>Self-attention of 64 features with a number of heads, and the weights of each head.</summary>
[Model]
[Input("B", "T", 64)]
public partial class HeadsLayer
{
    [MultiHeadAttention("heads"), Output("B", "T", 64)]
    Stage result;

    [From(nameof(result) + ".weights"), Output("B", "heads", "T", "T")]
    Stage weights;
}

/// <summary>Self-attention in which no position sees a later one.</summary>
[Model]
[Input("B", "T", 64)]
public partial class CausalHeads
{
    [MultiHeadAttention("heads", Causal = true), Output("B", "T", 64)]
    Stage result;

    [From(nameof(result) + ".weights"), Output("B", "heads", "T", "T")]
    Stage weights;
}

/// <summary>Reads two places per position: what is one and what is two steps before it.</summary>
[Model]
[Input("B", "T", 4)]
[Linear(32), PositionEmbedding(8)]       // (B, T, 32)
[MultiHeadAttention("heads")]            // (B, T, 32)
[Linear(8)]                              // (B, T, 8)
[MseLoss]
public partial class TwoPlaces;

/// <summary>Chapter 7: attention with several heads.</summary>
internal static class Heads
{
    private const int Steps = 600;

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Agreement();
        Parameters();
        Masked();
        foreach (var heads in new[] { 1, 2 })
        {
            using var model = new TwoPlaces(heads);
            lesson.Train(model, (input, target) => new(input, target), () => Places(32), Steps);
            var (input, target) = Places(500);
            Console.WriteLine($"two places, {heads} head{(heads > 1 ? "s" : "")}: squared error "
                + $"{nn.functional.mse_loss(model.call(input), target).item<float>():F2}");
        }

        lesson.Save(Plot(), "heads");
    }

    /// <summary>Computes what the layer computes, with the attention of chapter 6.</summary>
    /// <param name="model">The model, whose weights are used.</param>
    /// <param name="input">The input <c>(B, T, 64)</c>.</param>
    /// <param name="heads">The number of heads.</param>
    public static (Tensor Result, Tensor Weights) ByHand(HeadsLayer model, Tensor input, int heads)
    {
        var parameters = model.state_dict();
        var (result, weights) = Attention.ByHand(Split("query"), Split("key"), Split("value"));  // (B, heads, T, 64 / heads)
        return (Project("output", result.transpose(1, 2).flatten(2)), weights);                  // heads side by side: (B, T, 64)

        Tensor Project(string name, Tensor x) => nn.functional.linear(
            x, parameters[$"result.multiHeadAttention.{name}.weight"], parameters[$"result.multiHeadAttention.{name}.bias"]);

        Tensor Split(string name) => Project(name, input).unflatten(2, heads, 64 / heads).transpose(1, 2);
    }

    /// <summary>Draws sequences of 8 vectors, and for each position the two vectors before it, in a circle.</summary>
    /// <param name="count">The number of sequences.</param>
    /// <returns>The sequences <c>(count, 8, 4)</c> and the vectors to find, <c>(count, 8, 8)</c>.</returns>
    public static (Tensor Input, Tensor Target) Places(int count)
    {
        var input = randn(count, 8, 4);
        return (input, cat([input.roll(1, 1), input.roll(2, 1)], 2));
    }

    private static void Agreement()
    {
        using var model = new HeadsLayer(heads: 8);
        var input = randn(4, 5, 64);
        var (result, weights) = model.call(input);
        var (byHand, weightsByHand) = ByHand(model, input, heads: 8);
        Console.WriteLine($"result {Show.Shape(result)}, weights {Show.Shape(weights)}");
        Console.WriteLine($"results by hand and by the attribute are {Show.Agreement(byHand, result)}");
        Console.WriteLine($"weights by hand and by the attribute are {Show.Agreement(weightsByHand, weights)}");
        Console.WriteLine();
    }

    private static void Parameters()
    {
        foreach (var heads in new[] { 1, 2, 8, 64 })
        {
            using var model = new HeadsLayer(heads);
            Console.WriteLine($"heads {heads,2}, features per head {64 / heads,2}: {Show.Parameters(model):N0} parameters");
        }

        Console.WriteLine();
    }

    private static void Masked()
    {
        using var model = new CausalHeads(heads: 8);
        var (_, weights) = model.call(randn(1, 5, 64));
        Console.WriteLine("weights of the first head with a causal mask");
        for (var t = 0; t < 5; t++)
        {
            Console.WriteLine(Show.Row(weights[0, 0, t]));
        }

        Console.WriteLine();
    }

    // The weights of four causal heads, side by side.
    private static Plot Plot()
    {
        const int Heads = 4;
        const int Length = 12;
        using var model = new CausalHeads(Heads);
        var (_, weights) = model.call(3 * randn(1, Length, 64));
        var gap = full(Length, 1, double.NaN);
        var rows = cat([.. Enumerable.Range(0, Heads).SelectMany(head => new[] { weights[0, head], gap })], 1)[.., ..^1];
        var plot = Charts.New("The weights of four heads with a causal mask, for the same input", "keys, per head", "queries");
        var positions = Enumerable.Range(1, Length).Select(position => position is 1 or 6 or 12 ? $"{position}" : "").ToList();
        plot.Heatmap(rows, positions, [.. Enumerable.Range(0, Heads).SelectMany(head => positions.Append("")).SkipLast(1)]);
        return plot;
    }
}
