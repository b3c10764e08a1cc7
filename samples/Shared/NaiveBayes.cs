using System;
using System.Collections.Generic;
using System.Linq;

namespace Samples.Shared;

/// <summary>
/// Multinomial naive Bayes over n-grams of one to three bytes (McCallum and Nigam 1998, "A comparison of event models for naive Bayes text
/// classification"), the classical baseline.
/// </summary>
internal sealed class NaiveBayes
{
    /// <summary>The maximum length of an n-gram.</summary>
    public const int Order = 3;

    /// <summary>The pseudo-count of Lidstone smoothing.</summary>
    public const double Smoothing = 0.1;

    private readonly Dictionary<int, int[]> _counts = [];
    private readonly double[] _totals;
    private readonly double[] _priors;

    /// <summary>Counts the n-grams of the training texts.</summary>
    /// <param name="training">The training texts and their classes; each class must occur.</param>
    /// <param name="classes">The number of classes.</param>
    public NaiveBayes(IReadOnlyCollection<(byte[] Bytes, int Class)> training, int classes)
    {
        _totals = new double[classes];
        _priors = new double[classes];
        foreach (var (bytes, label) in training)
        {
            _priors[label] += 1.0 / training.Count;
            foreach (var run in Runs(bytes))
            {
                if (!_counts.TryGetValue(run, out var counts))
                {
                    _counts.Add(run, counts = new int[classes]);
                }

                counts[label]++;
                _totals[label]++;
            }
        }
    }

    /// <summary>Returns the probability of each class. N-grams that do not occur in the training texts are ignored.</summary>
    public double[] Probabilities(byte[] text)
    {
        var scores = _priors.Select(prior => Math.Log(prior)).ToArray();
        foreach (var run in Runs(text))
        {
            if (_counts.TryGetValue(run, out var counts))
            {
                for (var i = 0; i < scores.Length; i++)
                {
                    scores[i] += Math.Log((counts[i] + Smoothing) / (_totals[i] + Smoothing * _counts.Count));
                }
            }
        }

        var highest = scores.Max();
        var weights = scores.Select(score => Math.Exp(score - highest)).ToArray();
        return weights.Select(weight => weight / weights.Sum()).ToArray();
    }

    private static IEnumerable<int> Runs(byte[] bytes)
    {
        for (var length = 1; length <= Order; length++)
        {
            for (var start = 0; start + length <= bytes.Length; start++)
            {
                var run = length;
                for (var i = start; i < start + length; i++)
                {
                    run = (run << 8) | bytes[i];
                }

                yield return run;
            }
        }
    }
}
