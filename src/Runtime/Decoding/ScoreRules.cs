using System;
using System.Collections.Generic;

namespace ModelGen.Decoding;

/// <summary>
/// Changes the scores of one position so that ids are excluded or become less likely. An excluded id has the score -∞. The rules are those
/// of Hugging Face's <c>generate</c> (<c>transformers.generation.logits_process</c>).
/// </summary>
internal static class ScoreRules
{
    /// <summary>Excludes ids.</summary>
    public static void Ban(Span<float> scores, IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            if (id >= 0 && id < scores.Length)
            {
                scores[(int)id] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>
    /// Divides the positive scores of ids that occur by the penalty, and multiplies the negative ones by it (Keskar et al. 2019).
    /// </summary>
    public static void Penalize(Span<float> scores, IReadOnlySet<long> occurring, double penalty)
    {
        if (penalty == 1)
        {
            return;
        }

        foreach (var id in occurring)
        {
            ref var score = ref scores[(int)id];
            score = (float)(score < 0 ? score * penalty : score / penalty);
        }
    }

    /// <summary>Divides every score by the temperature.</summary>
    public static void Cool(Span<float> scores, double temperature)
    {
        if (temperature == 1)
        {
            return;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)(scores[i] / temperature);
        }
    }

    /// <summary>Excludes ids whose score is below the k-th largest; equal ones stay.</summary>
    public static void KeepTop(Span<float> scores, int k)
    {
        if (k == 0 || k >= scores.Length)
        {
            return;
        }

        var least = Largest(scores, k);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] < least)
            {
                scores[i] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>Excludes the least likely ids whose probabilities together are at most <c>1 - p</c>; one id stays at least.</summary>
    public static void KeepNucleus(Span<float> scores, double p)
    {
        if (p >= 1)
        {
            return;
        }

        var probabilities = new double[scores.Length];
        Softmax(scores, probabilities);

        // Those below (1 - p) / n cannot add up to more than 1 - p, so that only the others need an order.
        var surely = (1 - p) / scores.Length;
        var (sum, others) = (0.0, new List<int>());
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] < surely)
            {
                sum += probabilities[i];
                scores[i] = float.NegativeInfinity;
            }
            else
            {
                others.Add(i);
            }
        }

        others.Sort((a, b) => probabilities[a] != probabilities[b] ? probabilities[a].CompareTo(probabilities[b]) : b.CompareTo(a));
        for (var i = 0; i < others.Count - 1; i++)
        {
            sum += probabilities[others[i]];
            if (sum > 1 - p)
            {
                break;
            }

            scores[others[i]] = float.NegativeInfinity;
        }
    }

    /// <summary>Excludes ids that are less likely than <paramref name="p"/> times the likeliest.</summary>
    public static void KeepLikely(Span<float> scores, double p)
    {
        if (p == 0)
        {
            return;
        }

        // exp(x - max) < p, without the sum that both sides share.
        var least = Maximum(scores) + Math.Log(p);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] < least)
            {
                scores[i] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>The probabilities of scores.</summary>
    public static void Softmax(ReadOnlySpan<float> scores, Span<double> probabilities)
    {
        var (maximum, sum) = (Maximum(scores), 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            probabilities[i] = Math.Exp(scores[i] - maximum);
            sum += probabilities[i];
        }

        for (var i = 0; i < scores.Length; i++)
        {
            probabilities[i] /= sum;
        }
    }

    /// <summary>The logarithm of the sum of the scores' exponentials.</summary>
    public static double LogSumExp(ReadOnlySpan<float> scores)
    {
        var (maximum, sum) = (Maximum(scores), 0.0);
        foreach (var score in scores)
        {
            sum += Math.Exp(score - maximum);
        }

        return maximum + Math.Log(sum);
    }

    /// <summary>The first id with the largest score.</summary>
    public static int ArgMax(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The id at a point of the unit interval, where each takes up its probability.</summary>
    public static int At(ReadOnlySpan<float> scores, double point)
    {
        var (maximum, sum) = (Maximum(scores), 0.0);
        foreach (var score in scores)
        {
            sum += Math.Exp(score - maximum);
        }

        var left = point * sum;
        var last = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNegativeInfinity(scores[i]))
            {
                continue;
            }

            last = i;
            left -= Math.Exp(scores[i] - maximum);
            if (left < 0)
            {
                return i;
            }
        }

        // Rounding may leave a hair of the sum over.
        return last;
    }

    private static float Maximum(ReadOnlySpan<float> scores)
    {
        var maximum = float.NegativeInfinity;
        foreach (var score in scores)
        {
            maximum = Math.Max(maximum, score);
        }

        return maximum;
    }

    // The k-th largest: a heap of the k largest so far, the least of them on top.
    private static float Largest(ReadOnlySpan<float> scores, int k)
    {
        var heap = new PriorityQueue<float, float>(k);
        foreach (var score in scores)
        {
            if (heap.Count < k)
            {
                heap.Enqueue(score, score);
            }
            else if (score > heap.Peek())
            {
                heap.DequeueEnqueue(score, score);
            }
        }

        return heap.Peek();
    }
}
