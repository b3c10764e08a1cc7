using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// <c>Unigram</c>: the division of a word into tokens with the largest sum of scores (Kudo 2018), found by dynamic programming.
/// </summary>
internal sealed class UnigramModel : ITokenModel
{
    // What an unknown character costs beyond the lowest score of the vocabulary, as in SentencePiece.
    private const double UnknownPenalty = 10;

    private readonly string[] _tokens;
    private readonly double[] _scores;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly TokenTrie _trie = new();
    private readonly double _unknownScore;
    private readonly int? _unknown;
    private readonly int[]? _bytes;

    /// <summary>Creates a model.</summary>
    /// <param name="vocabulary">The tokens in the order of their ids, with their scores, which are logarithms of probabilities.</param>
    /// <param name="unknown">The id for unknown characters, or <c>null</c>.</param>
    /// <param name="fallsBackToBytes">Whether unknown characters become the tokens of their bytes.</param>
    public UnigramModel(IReadOnlyList<(string Token, double Score)> vocabulary, int? unknown, bool fallsBackToBytes)
    {
        (_tokens, _scores) = ([.. vocabulary.Select(entry => entry.Token)], [.. vocabulary.Select(entry => entry.Score)]);
        _unknown = unknown;
        _unknownScore = (_scores.Length == 0 ? 0 : _scores.Min()) - UnknownPenalty;
        for (var id = 0; id < _tokens.Length; id++)
        {
            _ids[_tokens[id]] = id;
            if (_tokens[id].Length > 0)
            {
                _trie.Add(_tokens[id], id);
            }
        }

        _bytes = fallsBackToBytes ? new Vocabulary(_ids).Bytes() : null;
    }

    public int Count => _tokens.Length;

    /// <summary>Reads the options of a file.</summary>
    public static UnigramModel Read(JsonPart part)
    {
        var vocabulary = part.Items("vocab").ConvertAll(entry => entry.ValueKind == JsonValueKind.Array
            && entry.EnumerateArray().ToList() is [{ ValueKind: JsonValueKind.String } token, { ValueKind: JsonValueKind.Number } score]
            && score.TryGetDouble(out var value) && double.IsFinite(value)
                ? (token.GetString()!, value)
                : throw JsonPart.Problem(
                    $"{part.Place}.vocab contains {JsonPart.Shortened(entry.GetRawText())}, but a token with its score is expected"));
        var unknown = part.Number("unk_id");
        return unknown >= vocabulary.Count
            ? throw part.Refuse("unk_id", $"{part.Place}.vocab has {vocabulary.Count} tokens")
            : new(vocabulary, unknown, part.Flag("byte_fallback", false));
    }

    public int? Id(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    public string? Token(int id) => id >= 0 && id < _tokens.Length ? _tokens[id] : null;

    public void Tokenize(ReadOnlySpan<char> word, List<long> ids)
    {
        // The best division up to each position: its score, where its last token starts, and the id of that token.
        var best = new (double Score, int Start, int Id)[word.Length + 1];
        Array.Fill(best, (0, -1, -1));
        for (var start = 0; start < word.Length;)
        {
            Rune.DecodeFromUtf16(word[start..], out _, out var length);
            var isCovered = false;
            var node = TokenTrie.Root;
            for (var end = start; end < word.Length && _trie.TryMove(ref node, word[end]);)
            {
                end++;
                if (_trie.Value(node) is var id and >= 0)
                {
                    Offer(best, start, end, id, _scores[id]);
                    isCovered |= end == start + length;
                }
            }

            if (!isCovered)
            {
                Offer(best, start, start + length, _unknown ?? throw Vocabulary.HasNoToken(word.Slice(start, length), null), _unknownScore);
            }

            start += length;
        }

        Append(word, best, ids);
    }

    private static void Offer((double Score, int Start, int Id)[] best, int start, int end, int id, double score)
    {
        var candidate = score + best[start].Score;
        if (best[end].Start < 0 || candidate > best[end].Score)
        {
            best[end] = (candidate, start, id);
        }
    }

    // Adjacent unknown characters are one token.
    private void Append(ReadOnlySpan<char> word, (double Score, int Start, int Id)[] best, List<long> ids)
    {
        Stack<(int Start, int End)> parts = new();
        var isUnknown = false;
        for (var end = word.Length; end > 0; end = best[end].Start)
        {
            var (_, start, id) = best[end];
            var last = isUnknown && id == _unknown ? parts.Pop().End : end;
            isUnknown = id == _unknown;
            parts.Push((start, last));
        }

        foreach (var (start, end) in parts)
        {
            var token = word[start..end].ToString();
            if (_ids.TryGetValue(token, out var id))
            {
                ids.Add(id);
            }
            else if (_bytes is not null && Array.TrueForAll(Encoding.UTF8.GetBytes(token), value => _bytes[value] >= 0))
            {
                ids.AddRange(Encoding.UTF8.GetBytes(token).Select(value => (long)_bytes[value]));
            }
            else
            {
                ids.Add(_unknown ?? throw Vocabulary.HasNoToken(token, null));
            }
        }
    }
}
