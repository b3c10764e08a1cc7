using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>The pieces of one character from which a word-piece vocabulary is built.</summary>
internal sealed class WordPieceAlphabet
{
    /// <summary>The prefix of a piece that continues a word.</summary>
    public const string Prefix = "##";

    // BERT takes longer words for [UNK], so that nothing can be learned from them.
    private const int LongestWord = 100;

    private readonly HashSet<Rune> _characters;

    private WordPieceAlphabet(HashSet<Rune> characters, IReadOnlyList<string> pieces) => (_characters, Pieces) = (characters, pieces);

    /// <summary>The special tokens of BERT in the order in which Hugging Face's library numbers them.</summary>
    public static IReadOnlyList<string> StandardTokens { get; } = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>The characters in their order, and then those that continue a word, with the prefix.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>Finds the alphabet of words.</summary>
    /// <param name="words">The words with the number of their occurrences.</param>
    /// <param name="largest">The number of characters to keep: the most frequent ones, of equally frequent ones those that come first in
    /// Unicode.</param>
    public static WordPieceAlphabet Of(IReadOnlyCollection<KeyValuePair<string, long>> words, int largest)
    {
        var counts = new Dictionary<Rune, long>();
        var continuing = new HashSet<Rune>();
        foreach (var (word, count) in words)
        {
            var isFirst = true;
            foreach (var character in word.EnumerateRunes())
            {
                counts[character] = counts.GetValueOrDefault(character) + count;
                if (!isFirst)
                {
                    continuing.Add(character);
                }

                isFirst = false;
            }
        }

        HashSet<Rune> kept =
            [.. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(largest).Select(entry => entry.Key)];
        var ordered = kept.Order().ToList();
        return new WordPieceAlphabet(
            kept,
            [
                .. ordered.Select(character => character.ToString()),
                .. ordered.Where(continuing.Contains).Select(character => Prefix + character),
            ]);
    }

    /// <summary>Splits a word into pieces of one character.</summary>
    /// <returns>The pieces, or <c>null</c> for a word that the tokenizer would not split.</returns>
    public List<string>? Split(string word)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        var pieces = new List<string>();
        foreach (var character in word.EnumerateRunes())
        {
            if (!_characters.Contains(character))
            {
                return null;
            }

            pieces.Add(pieces.Count == 0 ? character.ToString() : Prefix + character);
        }

        return pieces;
    }
}
