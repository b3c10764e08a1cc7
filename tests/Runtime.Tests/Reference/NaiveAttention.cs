using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// Multi-head attention by the papers' formulas, one query of one head at a time and over the keys that it sees only, so that nothing is
/// ever masked by a number. Slow, and differentiable.
/// </summary>
internal sealed class NaiveAttention
{
    public required IReadOnlyDictionary<string, Tensor> Weights { get; init; }

    public required int Heads { get; init; }

    public int? KeyValueHeads { get; init; }

    public required int HeadDim { get; init; }

    public bool Causal { get; init; }

    public int? Window { get; init; }

    public double? Scale { get; init; }

    public double? NormEps { get; init; }

    /// <summary>The angle a position of each pair of turning features; the features after them rest.</summary>
    public double[]? Frequencies { get; init; }

    public bool Interleaved { get; init; }

    public double Magnitude { get; init; } = 1;

    /// <summary>The slope of each head's linear bias.</summary>
    public double[]? Slopes { get; init; }

    /// <param name="x">(B, T, D).</param>
    /// <param name="memory">(B, S, E), or null for the input itself.</param>
    /// <param name="mask">Of four axes, each that of the scores or 1.</param>
    /// <param name="padding">(B, S).</param>
    /// <returns>The result and the weights, (B, heads, T, S).</returns>
    public (Tensor output, Tensor weights) Apply(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? padding = null)
    {
        var source = memory ?? x;
        var (batch, queries, keys) = ((int)x.size(0), (int)x.size(1), (int)source.size(1));
        var group = Heads / (KeyValueHeads ?? Heads);
        var (outputs, rows) = (new List<Tensor>(), new List<Tensor>());
        var kept = new Dictionary<(string, int, int, int), Tensor>();
        for (var b = 0; b < batch; b++)
        {
            for (var t = 0; t < queries; t++)
            {
                var joined = new List<Tensor>();
                for (var head = 0; head < Heads; head++)
                {
                    var query = Vector("query", x[b, t], head, t);
                    var seen = Enumerable.Range(0, keys).Where(s => Sees(mask, padding, b, head, t, s)).ToList();
                    var row = zeros(keys, dtype: x.dtype);
                    var result = zeros(HeadDim, dtype: x.dtype);
                    if (seen.Count > 0)
                    {
                        var scores = stack([.. seen.Select(s => Score(query, Of("key", b, s, head / group), mask, b, head, t, s))]);
                        var powers = (scores - scores.max().detach()).exp();
                        var shares = powers / powers.sum();
                        result = stack([.. seen.Select((s, i) => shares[i] * Of("value", b, s, head / group))]).sum([0]);
                        row = zeros(keys, dtype: x.dtype).index_add(0, tensor(seen.Select(s => (long)s).ToArray()), shares, 1);
                    }

                    joined.Add(result);
                    rows.Add(row);
                }

                outputs.Add(Project("output", cat(joined)));
            }
        }

        var weights = stack(rows).view(batch, queries, Heads, keys).transpose(1, 2);
        return (stack(outputs).view(batch, queries, -1), weights);

        Tensor Of(string name, int b, int s, int head)
            =>
            kept.TryGetValue((name, b, s, head), out var vector) ? vector : kept[(name, b, s, head)] = Vector(name, source[b, s], head, s);
    }

    // RoFormer, equation 15: a block of the matrix turns one pair.
    public Tensor Rotation(long position)
    {
        var matrix = eye(HeadDim, dtype: ScalarType.Float64);
        for (var pair = 0; pair < Frequencies!.Length; pair++)
        {
            var (first, second) = Interleaved ? (2 * pair, (2 * pair) + 1) : (pair, pair + Frequencies.Length);
            var angle = position * Frequencies[pair];
            matrix[first, first] = Magnitude * Math.Cos(angle);
            matrix[first, second] = -Magnitude * Math.Sin(angle);
            matrix[second, first] = Magnitude * Math.Sin(angle);
            matrix[second, second] = Magnitude * Math.Cos(angle);
        }

        return matrix;
    }

    private bool Sees(Tensor? mask, Tensor? padding, int b, int head, int t, int s)
        => (!Causal || s <= t)
        && (Window is null || s > t - Window)
        && (padding is null || !padding[b, s].item<bool>())
        && (mask is null || (mask.dtype == ScalarType.Bool
            ? Cell(mask, b, head, t, s).item<bool>()
            : !double.IsNegativeInfinity(Cell(mask, b, head, t, s).item<double>())));

    private Tensor Score(Tensor query, Tensor key, Tensor? mask, int b, int head, int t, int s)
    {
        var score = (query * key).sum() * (Scale ?? (1 / Math.Sqrt(HeadDim)));
        score = Slopes is null ? score : score - (Slopes[head] * Math.Abs(t - s));
        return mask is null || mask.dtype == ScalarType.Bool ? score : score + Cell(mask, b, head, t, s);
    }

    private static Tensor Cell(Tensor mask, int b, int head, int t, int s)
        => mask[mask.size(0) == 1 ? 0 : b, mask.size(1) == 1 ? 0 : head, mask.size(2) == 1 ? 0 : t, mask.size(3) == 1 ? 0 : s];

    private Tensor Vector(string name, Tensor x, int head, int position)
    {
        var vector = Project(name, x).narrow(0, head * HeadDim, HeadDim);
        if (name == "value")
        {
            return vector;
        }

        if (NormEps is { } eps)
        {
            vector = vector / ((vector * vector).mean() + eps).sqrt() * Weights[name + "Norm.weight"];
        }

        return Frequencies is null ? vector : Rotation(position).mv(vector);
    }

    private Tensor Project(string name, Tensor x)
    {
        var projected = Weights[name + ".weight"].mv(x);
        return Weights.TryGetValue(name + ".bias", out var bias) ? projected + bias : projected;
    }
}
