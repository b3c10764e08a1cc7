using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>BERT's word pieces from a <c>tokenizer.json</c>.</summary>
internal static class WordPieceJson
{
    public static WordPieceTokenizer Read(JsonElement root)
    {
        var model = root.GetProperty("model");
        Tokenizers.Expect(Text(model, "continuing_subword_prefix", "##") == "##", "model.continuing_subword_prefix is not '##'");
        Tokenizers.Expect(Text(model, "unk_token", "[UNK]") == "[UNK]", "model.unk_token is not '[UNK]'");
        Tokenizers.Expect(
            Is(model, "max_input_chars_per_word", value => value.GetInt32() == 100), "model.max_input_chars_per_word is not 100");
        Tokenizers.Expect(Kind(root, "pre_tokenizer") == "BertPreTokenizer", "its pre_tokenizer is not BertPreTokenizer");
        Tokenizers.Expect(Kind(root, "normalizer") == "BertNormalizer", "its normalizer is not BertNormalizer");
        Tokenizers.Expect(
            Kind(root, "post_processor") is "TemplateProcessing" or "BertProcessing",
            "its post_processor is neither TemplateProcessing nor BertProcessing");
        var normalizer = root.GetProperty("normalizer");
        var lower = normalizer.GetProperty("lowercase").GetBoolean();
        Tokenizers.Expect(
            Is(normalizer, "clean_text", IsTrue) && Is(normalizer, "handle_chinese_chars", IsTrue)
                && Is(normalizer, "strip_accents", value => value.GetBoolean() == lower),
            "its normalizer does not clean a text as BERT does");

        var special = root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array
            ? added.EnumerateArray().ToDictionary(
                token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32(), StringComparer.Ordinal)
            : [];
        using var vocabulary = new MemoryStream(Lines(model.GetProperty("vocab")));
        return WordPieceTokenizer.Create(vocabulary, lower, special);
    }

    // The library numbers the lines of vocab.txt.
    private static byte[] Lines(JsonElement vocabulary)
    {
        var lines = new StringBuilder();
        var next = 0;
        foreach (var entry in vocabulary.EnumerateObject().OrderBy(entry => entry.Value.GetInt32()))
        {
            Tokenizers.Expect(entry.Value.GetInt32() == next++, $"no piece of model.vocab has the id {next - 1}");
            Tokenizers.Expect(!entry.Name.AsSpan().ContainsAny('\r', '\n'), $"the piece {next - 1} of model.vocab contains a line break");
            lines.Append(entry.Name).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static bool IsTrue(JsonElement value) => value.GetBoolean();

    private static string? Kind(JsonElement root, string name) =>
        root.TryGetProperty(name, out var step) && step.ValueKind == JsonValueKind.Object ? step.GetProperty("type").GetString() : null;

    private static string? Text(JsonElement parent, string name, string byDefault) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : byDefault;

    // An absent value and null mean BERT's.
    private static bool Is(JsonElement parent, string name, Func<JsonElement, bool> holds) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null || holds(value);
}
