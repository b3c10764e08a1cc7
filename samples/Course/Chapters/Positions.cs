using System;
using System.Linq;
using ModelGen;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>Adds the sinusoids of "Attention is all you need".</summary>
[Model]
[Input("B", "T", 64)]
[SinusoidalPositions]
public partial class Sinusoids;

/// <summary>Attention without positions, averaged over the sequence.</summary>
[Model]
[Input("B", "T", 64)]
[MultiHeadAttention(4), Mean(Axis = 1)]                              // (B, 64)
public partial class NoPositions;

/// <summary>The same with sinusoids.</summary>
[Model]
[Input("B", "T", 64)]
[SinusoidalPositions, MultiHeadAttention(4), Mean(Axis = 1)]
public partial class SinusoidalAttention;

/// <summary>The same with a learned vector per position.</summary>
[Model]
[Input("B", "T", 64)]
[PositionEmbedding(50), MultiHeadAttention(4), Mean(Axis = 1)]
public partial class LearnedAttention;

/// <summary>The same with queries and keys that are rotated by their positions.</summary>
[Model]
[Input("B", "T", 64)]
[MultiHeadAttention(4, Rotary = true), Mean(Axis = 1)]
public partial class RotaryAttention;

/// <summary>The weights of attention with rotary positions.</summary>
[Model]
[Input("B", "T", 64)]
[MultiHeadAttention(1, Rotary = true, Port = "weights")]             // (B, 1, T, T)
public partial class RotaryWeights;

/// <summary>Chapter 8: positions.</summary>
internal static class Positions
{
    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Shuffled();
        Formula();
        Products();
        Rotated();
        lesson.Save(Encoding(), "positions");
        lesson.Save(Distances(), "positions-distance");
    }

    /// <summary>Computes the sinusoids of the first positions.</summary>
    /// <param name="length">The number of positions, T.</param>
    /// <returns>The vectors <c>(T, 64)</c>.</returns>
    public static Tensor ByHand(int length)
    {
        var time = arange(length, dtype: float64).unsqueeze(1);          // (T, 1)
        var frequencies = pow(10000, -arange(0, 64, 2, dtype: float64) / 64);    // from 1 to about 1/7500, one per pair of features
        var angles = time * frequencies;                                 // (T, 32)
        return stack([angles.sin(), angles.cos()], 2).flatten(1).to(float32);    // sine and cosine in turn: (T, 64)
    }

    /// <summary>The scores of attention with rotary positions, relative to that of a position with itself, for equal inputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="length">The number of positions, T.</param>
    /// <returns>The differences of scores <c>(T, T)</c>.</returns>
    public static Tensor RelativeScores(RotaryWeights model, int length)
    {
        // The softmax divides each row by a number of its own, which the difference of logarithms cancels.
        var logarithms = model.call(randn(1, 1, 64).expand(1, length, 64))[0, 0].log();
        return logarithms - logarithms.diagonal().unsqueeze(1);
    }

    private static void Shuffled()
    {
        var input = randn(1, 20, 64);
        var shuffled = input.index_select(1, randperm(20));
        nn.Module<Tensor, Tensor>[] models = [new NoPositions(), new SinusoidalAttention(), new LearnedAttention(), new RotaryAttention()];
        Console.WriteLine("output of a sequence and of the same sequence shuffled");
        foreach (var model in models)
        {
            using (model)
            {
                var isBlind = Show.AreEqual(model.call(input), model.call(shuffled));
                Console.WriteLine($"{model.GetName(),-20} {(isBlind ? "equal" : "different")}");
            }
        }

        Console.WriteLine();
    }

    private static void Formula()
    {
        using var model = new Sinusoids();
        Console.WriteLine($"sinusoids by hand and by the layer are {Show.Agreement(ByHand(50), model.call(zeros(1, 50, 64))[0])}");
        Console.WriteLine();
    }

    private static void Products()
    {
        int[] distances = [0, 1, 2, 5, 10, 20];
        var positions = ByHand(100);
        Console.WriteLine($"distance     {string.Join("", distances.Select(distance => $"{distance,7}"))}");
        foreach (var t in new[] { 0, 10, 70 })
        {
            Console.WriteLine($"position {t,2}  {string.Join("", distances.Select(distance => $"{Product(t, t + distance),7:F2}"))}");
        }

        Console.WriteLine();

        float Product(int first, int second) => positions[first].dot(positions[second]).item<float>();
    }

    private static void Rotated()
    {
        using var model = new RotaryWeights();
        var scores = RelativeScores(model, 50);
        int[] distances = [0, 1, 2, 5, 10];
        Console.WriteLine($"steps back   {string.Join("", distances.Select(distance => $"{distance,7}"))}");
        foreach (var t in new[] { 10, 20, 40 })
        {
            Console.WriteLine(
                $"position {t,2}  {string.Join("", distances.Select(distance => $"{scores[t, t - distance].item<float>() + 0,7:F2}"))}");
        }
    }

    private static Plot Encoding()
    {
        var plot = Charts.New("Sinusoidal positions", "feature", "position");
        plot.Heatmap(ByHand(50), [.. Every(50, 10)], [.. Every(64, 8)]);
        return plot;

        static System.Collections.Generic.IEnumerable<string> Every(int count, int step) =>
            Enumerable.Range(0, count).Select(i => i % step == 0 ? $"{i}" : "");
    }

    private static Plot Distances()
    {
        var products = ByHand(100).matmul(ByHand(100).T);
        var plot = Charts.New("The dot product of the vectors of two positions", "distance", "dot product");
        double[] distances = [.. Enumerable.Range(-40, 81)];
        plot.Line(distances, [.. distances.Select(distance => (double)products[50, 50 + (int)distance].item<float>())], "from position 50");
        return plot;
    }
}
