using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelGen.Models.Tokenization;

/// <summary>Writes tokenizers in the format of Hugging Face's library.</summary>
internal static class TokenizerJson
{
    private static readonly JsonWriterOptions _readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a byte-level tokenizer.</summary>
    public static byte[] BytePairs(TokenVocabulary vocabulary, IEnumerable<(string Left, string Right)> merges) => Write(
        vocabulary,
        normalizer: null,
        preTokenizer: new JsonObject
        {
            ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true,
        },
        postProcessor: null,
        decoder: new JsonObject
        {
            ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true,
        },
        model: new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = null,
            ["end_of_word_suffix"] = null,
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["ignore_merges"] = false,
            ["vocab"] = Ids(vocabulary),
            ["merges"] = new JsonArray([.. merges.Select(merge => JsonValue.Create($"{merge.Left} {merge.Right}"))]),
        });

    /// <summary>Writes a word-piece tokenizer.</summary>
    public static byte[] WordPieces(TokenVocabulary vocabulary, bool lowerCase) => Write(
        vocabulary,
        normalizer: new JsonObject
        {
            ["type"] = "BertNormalizer",
            ["clean_text"] = true,
            ["handle_chinese_chars"] = true,
            ["strip_accents"] = null,
            ["lowercase"] = lowerCase,
        },
        preTokenizer: new JsonObject { ["type"] = "BertPreTokenizer" },
        postProcessor: Template(vocabulary),
        decoder: new JsonObject { ["type"] = "WordPiece", ["prefix"] = WordPieceAlphabet.Prefix, ["cleanup"] = true },
        model: new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["continuing_subword_prefix"] = WordPieceAlphabet.Prefix,
            ["max_input_chars_per_word"] = 100,
            ["vocab"] = Ids(vocabulary),
        });

    private static byte[] Write(
        TokenVocabulary vocabulary, JsonNode? normalizer, JsonNode? preTokenizer, JsonNode? postProcessor, JsonNode? decoder,
        JsonNode model)
    {
        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. vocabulary.Special.Select(token => (JsonNode)new JsonObject
            {
                ["id"] = token.Value,
                ["content"] = token.Key,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            })]),
            ["normalizer"] = normalizer,
            ["pre_tokenizer"] = preTokenizer,
            ["post_processor"] = postProcessor,
            ["decoder"] = decoder,
            ["model"] = model,
        };
        using var content = new System.IO.MemoryStream();
        using (var writer = new Utf8JsonWriter(content, _readable))
        {
            root.WriteTo(writer);
        }

        return content.ToArray();
    }

    private static JsonObject Ids(TokenVocabulary vocabulary) =>
        new(vocabulary.Tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));

    // [CLS] text [SEP], and [CLS] text [SEP] text [SEP] with the second text and its [SEP] as type 1.
    private static JsonObject Template(TokenVocabulary vocabulary)
    {
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0)),
            ["pair"] = new JsonArray(
                Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0), Sequence("B", 1), Special("[SEP]", 1)),
            ["special_tokens"] = new JsonObject { ["[CLS]"] = Ids("[CLS]"), ["[SEP]"] = Ids("[SEP]") },
        };

        static JsonObject Special(string token, int type) =>
            new() { ["SpecialToken"] = new JsonObject { ["id"] = token, ["type_id"] = type } };

        static JsonObject Sequence(string name, int type) =>
            new() { ["Sequence"] = new JsonObject { ["id"] = name, ["type_id"] = type } };

        JsonObject Ids(string token) => new()
        {
            ["id"] = token, ["ids"] = new JsonArray(vocabulary[token]), ["tokens"] = new JsonArray(token),
        };
    }
}
