using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ModelGen.Models.Tests;

/// <summary>Small tokenizers in the files of the hub.</summary>
internal static class TokenizerFiles
{
    private const string Begin = "<|begin_of_text|>";

    private static readonly string[] _merges = ["l o", "lo w", "Ġ low", "e r", "Ġ n", "Ġn e", "Ġne w"];

    /// <summary>The ids of single bytes come first, as in GPT-2: printable characters, then the others.</summary>
    public static Dictionary<string, int> ByteLevelVocabulary()
    {
        var printable = Enumerable.Range(0, 256)
            .Where(value => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF)).Select(value => (char)value);
        var others = Enumerable.Range(0x100, 256 - 188).Select(value => (char)value);
        var tokens = printable.Concat(others)
            .Select(character => character.ToString()).Concat(_merges.Select(merge => merge.Replace(" ", string.Empty)));
        return tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id);
    }

    public static void WriteBytePairs(string folder)
    {
        var vocabulary = ByteLevelVocabulary();
        vocabulary.Add("<|endoftext|>", vocabulary.Count);
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(vocabulary));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n" + string.Join('\n', _merges) + "\n");
    }

    public static void WriteWordPieces(string folder, bool? lowerCase = null)
    {
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "low", "##er", "##est", "new", ".", "Low", "caf", "##e"];
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', tokens) + "\n");
        if (lowerCase is { } lower)
        {
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), JsonSerializer.Serialize(new { do_lower_case = lower }));
        }
    }

    /// <summary>The byte-level pairs of Llama 3; or of another model, with its pre-tokenizers as JSON.</summary>
    public static void WriteTokenizerJson(
        string folder,
        bool ignoreMerges = true,
        IReadOnlyCollection<string>? merges = null,
        string? preTokenizers = "",
        bool? addsBegin = null)
    {
        var vocabulary = ByteLevelVocabulary();
        foreach (var product in (merges ?? []).Select(merge => merge.Replace(" ", string.Empty)))
        {
            vocabulary.TryAdd(product, vocabulary.Count);
        }

        var pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
        var json = new
        {
            added_tokens = new[] { new { id = vocabulary.Count, content = Begin, special = true } },
            pre_tokenizer = preTokenizers is null ? null : new
            {
                type = "Sequence",
                pretokenizers = preTokenizers.Length > 0
                    ? JsonSerializer.Deserialize<object>(preTokenizers)!
                    : new object[]
                    {
                        new { type = "Split", pattern = new { Regex = pattern }, behavior = "Isolated", invert = false },
                        new { type = "ByteLevel", add_prefix_space = false, use_regex = false },
                    },
            },
            post_processor = addsBegin ?? ignoreMerges
                ? new
                {
                    type = "TemplateProcessing",
                    single = new object[]
                    {
                        new { SpecialToken = new { id = Begin, type_id = 0 } }, new { Sequence = new { id = "A", type_id = 0 } },
                    },
                    special_tokens = new Dictionary<string, object>
                    {
                        [Begin] = new { id = Begin, ids = new[] { vocabulary.Count }, tokens = new[] { Begin } },
                    },
                }
                : null,
            decoder = new { type = "ByteLevel" },
            model = new { type = "BPE", ignore_merges = ignoreMerges, vocab = vocabulary, merges = merges ?? _merges },
        };
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), JsonSerializer.Serialize(json));
    }

    /// <summary>
    /// The SentencePiece model of Llama 2 in small: a byte-pair model with scores, written in the format of protocol buffers.
    /// </summary>
    public static void WriteSentencePiece(string folder)
    {
        using var model = new MemoryStream();
        (string Piece, float Score, int Type)[] special = [("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3)];
        string[] pieces = ["▁low", "lo", "low", "er", "▁new", "ne", "new", "▁", "l", "o", "w", "e", "r", "n"];
        var bytes = Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", 0f, 6));
        foreach (var (piece, score, type) in special.Concat(bytes).Concat(pieces.Select((piece, rank) => (piece, -(float)rank, 1))))
        {
            using var one = new MemoryStream();
            Field(one, 1, Encoding.UTF8.GetBytes(piece));
            one.WriteByte((2 << 3) | 5);
            one.Write(BitConverter.GetBytes(score));
            Number(one, 3, type);
            Field(model, 1, one.ToArray());
        }

        using var trainer = new MemoryStream();
        Number(trainer, 3, 2);     // model_type BPE
        Number(trainer, 35, 1);    // byte_fallback
        Number(trainer, 40, 0);    // unk_id
        Number(trainer, 41, 1);    // bos_id
        Number(trainer, 42, 2);    // eos_id
        Field(trainer, 45, "<unk>"u8.ToArray());
        Field(trainer, 46, "<s>"u8.ToArray());
        Field(trainer, 47, "</s>"u8.ToArray());
        Field(model, 2, trainer.ToArray());
        using var normalizer = new MemoryStream();
        Field(normalizer, 1, "identity"u8.ToArray());
        Number(normalizer, 3, 1);  // add_dummy_prefix
        Number(normalizer, 4, 0);  // remove_extra_whitespaces
        Number(normalizer, 5, 1);  // escape_whitespaces
        Field(model, 3, normalizer.ToArray());
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.model"), model.ToArray());
    }

    private static void Number(MemoryStream stream, int field, int value)
    {
        Varint(stream, field << 3);
        Varint(stream, value);
    }

    private static void Field(MemoryStream stream, int field, byte[] content)
    {
        Varint(stream, (field << 3) | 2);
        Varint(stream, content.Length);
        stream.Write(content);
    }

    private static void Varint(MemoryStream stream, int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
