using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The ids of recent words. A word replaces the one with which it shares a place. Several threads can use it, because entries do not
/// change.
/// </summary>
internal sealed class WordCache
{
    private const int Places = 1 << 14;
    private const int LongestWord = 64;

    private readonly Entry?[] _entries = new Entry?[Places];

    /// <summary>Adds the ids of a word to a list if they are known.</summary>
    public bool TryAppend(ReadOnlySpan<char> word, List<long> ids)
    {
        if (word.Length > LongestWord || _entries[Place(word)] is not { } entry || !word.SequenceEqual(entry.Word))
        {
            return false;
        }

        ids.AddRange(entry.Ids);
        return true;
    }

    /// <summary>Keeps the ids of a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="ids">A list with its ids.</param>
    /// <param name="first">The position of the first.</param>
    public void Keep(ReadOnlySpan<char> word, List<long> ids, int first)
    {
        if (word.Length <= LongestWord)
        {
            _entries[Place(word)] = new Entry(word.ToString(), [.. ids[first..]]);
        }
    }

    private static int Place(ReadOnlySpan<char> word)
    {
        var hash = (uint)word.Length;
        foreach (var character in word)
        {
            hash = (hash ^ character) * 0x9E3779B1;
        }

        return (int)(hash >> 18);
    }

    private sealed record Entry(string Word, long[] Ids);
}
