using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace Quickstart;

/// <summary>
/// The classical baseline: an order-3 character model, which predicts each character from the three before it, with interpolated Kneser-Ney
/// smoothing (Kneser and Ney 1995; Chen and Goodman 1998, equation 27). The absolute discount of each order is estimated from the counts of
/// counts as n₁ / (n₁ + 2 n₂). It uses the same training text as the neural models.
/// </summary>
internal sealed class NGramModel
{
    /// <summary>The number of preceding characters on which a prediction is based.</summary>
    public const int Order = 3;

    private readonly int _vocabulary;
    private readonly Table[] _orders = new Table[Order + 1];

    /// <summary>Counts the n-grams of a text.</summary>
    /// <param name="ids">The text.</param>
    /// <param name="training">The ranges of the text that are counted. N-grams do not cross their ends.</param>
    /// <param name="vocabulary">The number of ids.</param>
    public NGramModel(int[] ids, IEnumerable<Stretch> training, int vocabulary)
    {
        _vocabulary = vocabulary;
        for (var order = 0; order <= Order; order++)
        {
            _orders[order] = new Table();
        }

        foreach (var stretch in training)
        {
            for (var position = stretch.Start; position < stretch.End; position++)
            {
                var order = int.Min(Order, position - stretch.Start);
                Count(ids.AsSpan(position - order, order + 1));
            }
        }

        foreach (var table in _orders)
        {
            table.EstimateDiscount();
        }
    }

    /// <summary>Returns the probability of an id in a context.</summary>
    /// <param name="context">The preceding ids in order; only the last three are used.</param>
    /// <param name="id">The id.</param>
    /// <returns>A probability above 0; the probabilities of all ids in a context sum to 1.</returns>
    public double Probability(ReadOnlySpan<int> context, int id)
    {
        var probability = 1.0 / _vocabulary;
        for (var order = 0; order <= int.Min(Order, context.Length); order++)
        {
            probability = _orders[order].Probability(Key(context[^order..]), id, probability);
        }

        return probability;
    }

    /// <summary>
    /// Computes the sum of −log₂ of the probability of every character in some ranges, each after the three before it in the text.
    /// </summary>
    public double Bits(int[] ids, IEnumerable<Stretch> stretches) =>
        stretches.Sum(stretch => Enumerable.Range(stretch.Start, stretch.Length)
            .Sum(position => -Math.Log2(Probability(ids.AsSpan(int.Max(0, position - Order)..position), ids[position]))));

    /// <summary>
    /// Counts an n-gram and, when it occurs for the first time, the n-gram without its first character in the next lower order: in
    /// Kneser-Ney smoothing, a short context counts the number of longer contexts in which a character follows it.
    /// </summary>
    private void Count(ReadOnlySpan<int> gram)
    {
        for (; gram.Length > 0; gram = gram[1..])
        {
            if (!_orders[gram.Length - 1].Add(Key(gram[..^1]), gram[^1]))
            {
                return;
            }
        }
    }

    private static ulong Key(ReadOnlySpan<int> context)
    {
        var key = 0UL;
        foreach (var id in context)
        {
            key = (key << 21) | (uint)id;
        }

        return key;
    }

    /// <summary>The counts of one order.</summary>
    private sealed class Table
    {
        private readonly Dictionary<(ulong Context, int Id), int> _grams = [];
        private readonly Dictionary<ulong, (int Total, int Distinct)> _contexts = [];
        private double _discount;

        public bool Add(ulong context, int id)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_grams, (context, id), out var known);
            count++;
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, context, out _);
            sum = (sum.Total + 1, known ? sum.Distinct : sum.Distinct + 1);
            return !known;
        }

        public void EstimateDiscount()
        {
            double once = _grams.Values.Count(count => count == 1);
            double twice = _grams.Values.Count(count => count == 2);
            _discount = once > 0 && twice > 0 ? once / (once + 2 * twice) : 0.5;
        }

        public double Probability(ulong context, int id, double shorter)
        {
            if (!_contexts.TryGetValue(context, out var sum))
            {
                return shorter;
            }

            var count = _grams.GetValueOrDefault((context, id));
            return (double.Max(0, count - _discount) + _discount * sum.Distinct * shorter) / sum.Total;
        }
    }
}
