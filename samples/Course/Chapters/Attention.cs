using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>Scaled dot-product attention: each query takes a mixture of the values, by its similarity to the keys.</summary>
[Model]
public partial class AttentionLayer
{
    [Input("B", "T", "d")]
    Stage query;

    [Input("B", "S", "d")]
    Stage key;

    [Input("B", "S", "v")]
    Stage value;

    [From(nameof(query), nameof(key), nameof(value)), ScaledDotProductAttention, Output("B", "T", "v")]
    Stage result;
}

/// <summary>Chapter 6: attention by hand, and as one attribute.</summary>
internal static class Attention
{
    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Lookup();
        Agreement();
        Scaling();
        lesson.Save(Plot("the dog bites the man".Split(' ')), "attention");
    }

    /// <summary>Computes attention with matrix products and a softmax.</summary>
    /// <param name="query">The queries <c>(..., T, d)</c>.</param>
    /// <param name="key">The keys <c>(..., S, d)</c>.</param>
    /// <param name="value">The values <c>(..., S, v)</c>.</param>
    /// <param name="mask">Is added to the scores: 0, or minus infinity for keys to ignore.</param>
    /// <returns>The results <c>(..., T, v)</c> and the weights <c>(..., T, S)</c>.</returns>
    public static (Tensor Result, Tensor Weights) ByHand(Tensor query, Tensor key, Tensor value, Tensor? mask = null)
    {
        var scores = query.matmul(key.transpose(-2, -1)) / Math.Sqrt(query.size(-1));    // (..., T, S)
        var weights = (mask is null ? scores : scores + mask).softmax(-1);               // each row sums to 1
        return (weights.matmul(value), weights);
    }

    // Attention as a table in which similar keys are found as well.
    private static void Lookup()
    {
        var keys = eye(4);                                               // four keys that are as different as possible
        var values = tensor(new float[] { 10, 20, 30, 40 }).unsqueeze(1);
        (string Name, Tensor Query)[] queries =
        [
            ("20 x the third key", 20 * keys[2]), ("20 x the first and the second", 20 * (keys[0] + keys[1])), ("nothing", zeros(4)),
        ];
        Console.WriteLine("query                          weights                    result");
        foreach (var (name, query) in queries)
        {
            var (result, weights) = ByHand(query.unsqueeze(0), keys, values);
            Console.WriteLine($"{name,-30}{Show.Row(weights)}   {result.item<float>():F2}");
        }

        Console.WriteLine();
    }

    private static void Agreement()
    {
        using var model = new AttentionLayer();
        var (query, key, value) = (randn(4, 5, 64), randn(4, 7, 64), randn(4, 7, 32));
        var result = model.call(query, key, value);
        var (byHand, weights) = ByHand(query, key, value);
        Console.WriteLine($"queries {Show.Shape(query)}, keys {Show.Shape(key)}, values {Show.Shape(value)}");
        Console.WriteLine($"weights {Show.Shape(weights)}, result {Show.Shape(result)}");
        Console.WriteLine($"by hand and by the attribute are {Show.Agreement(byHand, result)}");
        Console.WriteLine();
    }

    private static void Scaling()
    {
        Console.WriteLine("           deviation of scores       largest weight of 100");
        Console.WriteLine("     d   not scaled     scaled   not scaled     scaled");
        foreach (var d in new[] { 4, 64, 1024 })
        {
            var scores = randn(200, d).matmul(randn(100, d).T);
            var scaled = scores / Math.Sqrt(d);
            Console.WriteLine($"{d,6}{Deviation(scores),13:F1}{Deviation(scaled),11:F1}{Largest(scores),13:F2}{Largest(scaled),11:F2}");
        }

        static float Deviation(Tensor scores) => scores.std().item<float>();

        static float Largest(Tensor scores) => scores.softmax(-1).amax([-1]).mean().item<float>();
    }

    // The weights of words that attend to each other, with random vectors.
    private static Plot Plot(IReadOnlyList<string> words)
    {
        var ids = tensor(words.Select(word => (long)words.ToList().IndexOf(word)).ToArray());
        var vectors = randn(words.Count, 16)[ids];
        var (_, weights) = ByHand(vectors, vectors, vectors);
        var plot = Charts.New("Attention weights of random vectors", "keys", "queries");
        plot.Heatmap(weights, words, words);
        return plot;
    }
}
