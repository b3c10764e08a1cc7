using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// Merges the most frequent pair of adjacent tokens until the vocabulary is full. The counts of the pairs are updated only where a merge
/// changes a word, and a queue holds them by their counts.
/// </summary>
/// <param name="vocabulary">The vocabulary, to which the tokens are added.</param>
/// <param name="prefix">The prefix of tokens that continue a word, which is left out of the second part of a merge.</param>
internal sealed class PairMerger(TokenVocabulary vocabulary, string prefix)
{
    private const int MergesPerReport = 100;

    private readonly List<Word> _words = [];
    private readonly Dictionary<long, Pair> _pairs = [];
    private readonly HashSet<long> _risen = [];
    private readonly PriorityQueue<long, (long Count, long Pair)> _queue = new(new MostFrequentFirst());
    private readonly List<(string Left, string Right)> _merges = [];

    /// <summary>The merges in their order.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges => _merges;

    /// <summary>Adds a word.</summary>
    /// <param name="tokens">Its tokens; the array is changed.</param>
    /// <param name="count">The number of its occurrences.</param>
    public void Add(int[] tokens, long count)
    {
        var word = _words.Count;
        _words.Add(new Word(tokens, count));
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            Change(Key(tokens[i], tokens[i + 1]), count, word);
        }
    }

    /// <summary>Merges pairs.</summary>
    public void Run(TokenizerTrainingOptions options, WordCounts progress, CancellationToken cancellation)
    {
        QueueRisen();
        while (vocabulary.Count < options.VocabularySize && _queue.TryDequeue(out var pair, out var priority))
        {
            cancellation.ThrowIfCancellationRequested();
            var count = _pairs[pair].Count;
            if (count < priority.Count)
            {
                // The count has fallen since the pair was queued.
                if (count >= options.MinimumFrequency)
                {
                    _queue.Enqueue(pair, (count, pair));
                }
            }
            else if (count < options.MinimumFrequency)
            {
                break;
            }
            else if (Merge(pair) && _merges.Count % MergesPerReport == 0)
            {
                progress.Report(vocabulary.Count);
            }
        }

        progress.Report(vocabulary.Count);
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private bool Merge(long pair)
    {
        var (left, right) = ((int)(pair >> 32), (int)pair);
        var (first, second) = (vocabulary.Tokens[left], vocabulary.Tokens[right]);
        var token = first + (prefix.Length > 0 && second.StartsWith(prefix, StringComparison.Ordinal) ? second[prefix.Length..] : second);
        if (vocabulary.Special.ContainsKey(token))
        {
            // Only the special token itself has its id.
            return false;
        }

        _merges.Add((first, second));
        var id = vocabulary.Add(token);
        var places = _pairs[pair].Words;
        _pairs[pair].Words = [];
        foreach (var word in places)
        {
            Merge(word, left, right, id);
        }

        QueueRisen();
        return true;
    }

    // From left to right, as when a text is encoded.
    private void Merge(int index, int left, int right, int id)
    {
        var word = _words[index];
        var (tokens, length, written) = (word.Tokens, word.Length, 0);
        for (var read = 0; read < length; written++)
        {
            if (read + 1 == length || tokens[read] != left || tokens[read + 1] != right)
            {
                tokens[written] = tokens[read++];
                continue;
            }

            Change(Key(left, right), -word.Count, index);
            if (written > 0)
            {
                Change(Key(tokens[written - 1], left), -word.Count, index);
                Change(Key(tokens[written - 1], id), word.Count, index);
            }

            if (read + 2 < length)
            {
                Change(Key(right, tokens[read + 2]), -word.Count, index);
                Change(Key(id, tokens[read + 2]), word.Count, index);
            }

            tokens[written] = id;
            read += 2;
        }

        word.Length = written;
    }

    private void Change(long key, long change, int word)
    {
        ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, key, out _);
        pair ??= new Pair();
        pair.Count += change;
        if (change > 0)
        {
            _risen.Add(key);
            if (pair.Words.Count == 0 || pair.Words[^1] != word)
            {
                pair.Words.Add(word);
            }
        }
    }

    private void QueueRisen()
    {
        foreach (var key in _risen)
        {
            if (_pairs[key].Count is > 0 and var count)
            {
                _queue.Enqueue(key, (count, key));
            }
        }

        _risen.Clear();
    }

    private sealed class Word(int[] tokens, long count)
    {
        public int[] Tokens => tokens;

        public long Count => count;

        public int Length { get; set; } = tokens.Length;
    }

    private sealed class Pair
    {
        public long Count { get; set; }

        /// <summary>The words that contain the pair, and words that contained it before another merge.</summary>
        public List<int> Words { get; set; } = [];
    }

    private sealed class MostFrequentFirst : IComparer<(long Count, long Pair)>
    {
        public int Compare((long Count, long Pair) x, (long Count, long Pair) y) =>
            x.Count != y.Count ? y.Count.CompareTo(x.Count) : x.Pair.CompareTo(y.Pair);
    }
}
