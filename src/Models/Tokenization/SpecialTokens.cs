using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Finds special tokens, such as [MASK], within a text.</summary>
/// <param name="tokens">The special tokens and their ids.</param>
internal sealed class SpecialTokens(IReadOnlyList<KeyValuePair<string, int>> tokens)
{
    /// <summary>Splits a text. Of two special tokens at the same position, the longer one is found.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The parts of the text that are not empty, each with its id if it is a special token.</returns>
    public IEnumerable<(ReadOnlyMemory<char> Part, int? Id)> Split(string text)
    {
        // The next position of each token, which is searched for again only after the text before it is used.
        var next = new int[tokens.Count];
        Array.Fill(next, -1);
        for (var at = 0; at < text.Length;)
        {
            var (start, found) = (text.Length, -1);
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] < at)
                {
                    var position = text.IndexOf(tokens[i].Key, at, StringComparison.Ordinal);
                    next[i] = position < 0 ? int.MaxValue : position;
                }

                if (next[i] < start || (found >= 0 && next[i] == start && tokens[i].Key.Length > tokens[found].Key.Length))
                {
                    (start, found) = (next[i], i);
                }
            }

            if (start > at)
            {
                yield return (text.AsMemory(at, start - at), null);
            }

            if (found < 0)
            {
                yield break;
            }

            yield return (text.AsMemory(start, tokens[found].Key.Length), tokens[found].Value);
            at = start + tokens[found].Key.Length;
        }
    }
}
