using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>WordPiece</c>: repeatedly takes the longest piece with which the rest of a word begins (Devlin et al. 2019). A word that cannot be
/// divided is unknown as a whole.
/// </summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly string _unknown;
    private readonly int _longestWord;
    private readonly TokenTrie _starts = new();
    private readonly TokenTrie _continuations = new();

    /// <summary>Creates a model.</summary>
    /// <param name="ids">The vocabulary.</param>
    /// <param name="unknown">The token for unknown words.</param>
    /// <param name="prefix">The prefix of pieces that do not begin a word.</param>
    /// <param name="longestWord">The largest number of characters of a word; a longer one is unknown.</param>
    public WordPieceModel(Dictionary<string, int> ids, string unknown = "[UNK]", string prefix = "##", int longestWord = 100)
    {
        (_vocabulary, _unknown, _longestWord) = (new Vocabulary(ids), unknown, longestWord);
        foreach (var (token, id) in ids)
        {
            _starts.Add(token, id);
            if (token.StartsWith(prefix, StringComparison.Ordinal))
            {
                _continuations.Add(token[prefix.Length..], id);
            }
        }
    }

    public int Count => _vocabulary.Count;

    /// <summary>Reads the options of a file.</summary>
    public static WordPieceModel Read(JsonPart part) => new(
        part.Vocabulary("vocab"),
        part.OptionalText("unk_token") ?? "[UNK]",
        part.OptionalText("continuing_subword_prefix") ?? "##",
        part.Number("max_input_chars_per_word") ?? 100);

    public int? Id(string token) => _vocabulary.Id(token);

    public string? Token(int id) => _vocabulary.Token(id);

    public void Tokenize(ReadOnlySpan<char> word, List<long> ids)
    {
        var first = ids.Count;
        if (!IsTooLong(word))
        {
            var at = 0;
            while (at < word.Length && Longest(at == 0 ? _starts : _continuations, word[at..]) is var (length, id) && length > 0)
            {
                ids.Add(id);
                at += length;
            }

            if (at == word.Length)
            {
                return;
            }
        }

        ids.RemoveRange(first, ids.Count - first);
        ids.Add(_vocabulary.Id(_unknown) ?? throw Vocabulary.HasNoToken(word, _unknown));
    }

    private static (int Length, int Id) Longest(TokenTrie pieces, ReadOnlySpan<char> word)
    {
        var (length, longest, node) = (0, -1, TokenTrie.Root);
        for (var end = 0; end < word.Length && pieces.TryMove(ref node, word[end]);)
        {
            end++;
            if (pieces.Value(node) is var id and >= 0)
            {
                (length, longest) = (end, id);
            }
        }

        return (length, longest);
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= _longestWord)
        {
            return false;
        }

        var characters = 0;
        foreach (var _ in word.EnumerateRunes())
        {
            characters++;
        }

        return characters > _longestWord;
    }
}
