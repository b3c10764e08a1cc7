using System;
using System.Collections.Generic;

namespace ModelGen.Decoding;

/// <summary>
/// Excludes ids or makes them less likely by changing the scores of one position, as Hugging Face's <c>generate</c> does
/// (<c>transformers.generation.logits_process</c>). An excluded id has the score -∞.
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
    /// Divides positive scores of the ids in the sequence by the penalty and multiplies negative ones by it (Keskar et al. 2019).
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

    /// <summary>Excludes ids whose score is below the k-th largest; ties with it are kept.</summary>
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

    /// <summary>Excludes the least likely ids whose total probability is at most <c>1 - p</c>; at least one id is kept.</summary>
    public static void KeepNucleus(Span<float> scores, double p)
    {
        if (p >= 1)
        {
            return;
        }

        var probabilities = new double[scores.Length];
        Softmax(scores, probabilities);

        // Ids with a probability below (1 - p) / n cannot sum to more than 1 - p, so only the others need sorting.
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

    /// <summary>Excludes ids whose probability is below <paramref name="p"/> times that of the most likely one.</summary>
    public static void KeepLikely(Span<float> scores, double p)
    {
        if (p == 0)
        {
            return;
        }

        // exp(x - max) < p: the normalisation cancels out.
        var least = Maximum(scores) + Math.Log(p);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] < least)
            {
                scores[i] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>Computes the probabilities of the scores.</summary>
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

    /// <summary>Computes the logarithm of the sum of the exponentials of the scores.</summary>
    public static double LogSumExp(ReadOnlySpan<float> scores)
    {
        var (maximum, sum) = (Maximum(scores), 0.0);
        foreach (var score in scores)
        {
            sum += Math.Exp(score - maximum);
        }

        return maximum + Math.Log(sum);
    }

    /// <summary>Returns the first id with the largest score.</summary>
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

    /// <summary>Samples an id by its probability: the id at a point of the unit interval.</summary>
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

        // Rounding can leave a small remainder of the sum.
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

    // The k-th largest score, the top of a min-heap of the k largest ones.
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
