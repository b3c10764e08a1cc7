using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary><c>BPE</c>: byte-pair encoding (Sennrich et al. 2016), as Hugging Face's library applies it.</summary>
internal sealed class BytePairModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly PairMerges _merges;
    private readonly BytePairOptions _options;
    private readonly Dictionary<int, int> _characters = [];
    private readonly int[]? _bytes;
    private readonly WordCache _cache = new();

    /// <summary>Creates a model.</summary>
    /// <param name="ids">The vocabulary.</param>
    /// <param name="merges">The pairs that are joined, the first first.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="FormatException">A token of a merge is not in the vocabulary.</exception>
    public BytePairModel(Dictionary<string, int> ids, IEnumerable<(string Left, string Right)> merges, BytePairOptions options)
    {
        (_vocabulary, _options) = (new Vocabulary(ids), options);
        _merges = new PairMerges(merges.Select(merge => (Id(merge.Left), Id(merge.Right), Product(merge))));
        _bytes = options.FallsBackToBytes ? _vocabulary.Bytes() : null;
        foreach (var (token, id) in ids)
        {
            if (Rune.TryGetRuneAt(token.Length == 0 ? "\uD800" : token, 0, out var rune) && rune.Utf16SequenceLength == token.Length)
            {
                _characters[rune.Value] = id;
            }
        }

        int Id(string token) => ids.TryGetValue(token, out var id)
            ? id : throw JsonPart.Problem($"model.merges contains '{JsonPart.Shortened(token)}', which is not in model.vocab");

        int Product((string Left, string Right) merge) => Id(
            merge.Left + (merge.Right.Length >= options.Prefix.Length ? merge.Right[options.Prefix.Length..] : string.Empty));
    }

    public int Count => _vocabulary.Count;

    /// <summary>Reads the options of a file.</summary>
    public static BytePairModel Read(JsonPart part)
    {
        if (part.Has("dropout"))
        {
            throw part.Refuse("dropout", "random merges are not supported");
        }

        return new(part.Vocabulary("vocab"), part.Items("merges").Select(Merge), new()
        {
            Unknown = part.OptionalText("unk_token"),
            Prefix = part.OptionalText("continuing_subword_prefix") ?? string.Empty,
            Suffix = part.OptionalText("end_of_word_suffix") ?? string.Empty,
            FusesUnknown = part.Flag("fuse_unk", false),
            FallsBackToBytes = part.Flag("byte_fallback", false),
            IgnoresMerges = part.Flag("ignore_merges", false),
        });

        // "a b", or ["a", "b"] for tokens that contain spaces.
        (string Left, string Right) Merge(JsonElement merge)
        {
            var texts = merge.ValueKind switch
            {
                JsonValueKind.String => merge.GetString()!.Split(' '),
                JsonValueKind.Array when merge.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
                    [.. merge.EnumerateArray().Select(one => one.GetString()!)],
                _ => [],
            };
            return texts is [var left, var right] ? (left, right) : throw JsonPart.Problem(
                $"{part.Place}.merges contains {JsonPart.Shortened(merge.GetRawText())}, but two tokens are expected");
        }
    }

    public int? Id(string token) => _vocabulary.Id(token);

    public string? Token(int id) => _vocabulary.Token(id);

    public void Tokenize(ReadOnlySpan<char> word, List<long> ids)
    {
        if (_cache.TryAppend(word, ids))
        {
            return;
        }

        var first = ids.Count;
        if (_options.IgnoresMerges && _vocabulary.Id(word.ToString()) is { } whole)
        {
            ids.Add(whole);
        }
        else
        {
            _merges.Join(Symbols(word), ids);
        }

        _cache.Keep(word, ids, first);
    }

    // The tokens of the characters. A character without one becomes its bytes, an unknown token, or nothing.
    private List<int> Symbols(ReadOnlySpan<char> word)
    {
        List<int> symbols = new(word.Length);
        int? unknown = null;
        for (var at = 0; at < word.Length;)
        {
            Rune.DecodeFromUtf16(word[at..], out var rune, out var length);
            var isFirst = at == 0;
            at += length;
            var isPlain = (isFirst || _options.Prefix.Length == 0) && (at < word.Length || _options.Suffix.Length == 0);
            var text = isPlain ? null
                : (isFirst ? string.Empty : _options.Prefix) + rune.ToString() + (at < word.Length ? string.Empty : _options.Suffix);
            var known = text is null ? _characters.TryGetValue(rune.Value, out var single) ? single : (int?)null : _vocabulary.Id(text);
            if (known is { } id)
            {
                Flush();
                symbols.Add(id);
            }
            else if (_bytes is not null && Bytes(text ?? rune.ToString()) is { } bytes)
            {
                // An unknown token before it stays open, as in Hugging Face's library.
                symbols.AddRange(bytes);
            }
            else if (_options.Unknown is { } token)
            {
                if (!_options.FusesUnknown)
                {
                    Flush();
                }

                unknown = _vocabulary.Id(token) ?? throw Vocabulary.HasNoToken(rune.ToString(), token);
            }
        }

        Flush();
        return symbols;

        void Flush()
        {
            if (unknown is { } id)
            {
                symbols.Add(id);
                unknown = null;
            }
        }
    }

    private IEnumerable<int>? Bytes(string text)
    {
        var ids = Encoding.UTF8.GetBytes(text).Select(value => _bytes![value]);
        return ids.All(id => id >= 0) ? ids : null;
    }
}
