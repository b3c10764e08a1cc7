using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The merges of byte-pair encoding. Joining takes time proportional to n log n for n symbols, because pairs wait in a queue.
/// </summary>
internal sealed class PairMerges
{
    private readonly Dictionary<long, (int Rank, int Id)> _merges = [];

    /// <summary>Creates the merges.</summary>
    /// <param name="merges">The ids of both symbols and of their product; the first merge has the highest priority.</param>
    public PairMerges(IEnumerable<(int Left, int Right, int Product)> merges)
    {
        var rank = 0;
        foreach (var (left, right, product) in merges)
        {
            _merges[Key(left, right)] = (rank++, product);
        }
    }

    /// <summary>Joins adjacent symbols: always the pair with the lowest rank, and of several such pairs the first.</summary>
    /// <param name="symbols">The symbols, which are changed.</param>
    /// <param name="ids">The list to which the results are added.</param>
    public void Join(List<int> symbols, List<long> ids)
    {
        const int Removed = -1;
        var count = symbols.Count;
        var (previous, next) = (new int[count], new int[count]);
        var queue = new PriorityQueue<(int Position, int Product), (int Rank, int Position)>();
        for (var i = 0; i < count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            Offer(i);
        }

        while (queue.TryDequeue(out var merge, out _))
        {
            var (position, product) = merge;
            if (symbols[position] == Removed || next[position] >= count)
            {
                continue;
            }

            // A symbol of the pair may have been joined with another one since the pair was found.
            var right = next[position];
            if (!_merges.TryGetValue(Key(symbols[position], symbols[right]), out var current) || current.Id != product)
            {
                continue;
            }

            (symbols[position], symbols[right]) = (product, Removed);
            next[position] = next[right];
            if (next[position] < count)
            {
                previous[next[position]] = position;
            }

            if (previous[position] >= 0)
            {
                Offer(previous[position]);
            }

            Offer(position);
        }

        foreach (var symbol in symbols)
        {
            if (symbol != Removed)
            {
                ids.Add(symbol);
            }
        }

        void Offer(int position)
        {
            if (next[position] < count && _merges.TryGetValue(Key(symbols[position], symbols[next[position]]), out var merge))
            {
                queue.Enqueue((position, merge.Id), (merge.Rank, position));
            }
        }
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
