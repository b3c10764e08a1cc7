using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// Byte-level BPE from a <c>tokenizer.json</c> whose merges have an explicit order as in GPT-2: SmolLM, Qwen 2 and other Llama-like models.
/// </summary>
internal static class ByteLevelJson
{
    private const string Gpt2Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // Every digit is split off first. It takes no preceding space, and ends the text before it.
    private const string Gpt2WordsAndDigits = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?![^\s\p{N}])|\s+";

    public static LibraryTokenizer Read(
        JsonElement root, IReadOnlyDictionary<string, int> vocabulary, IReadOnlyDictionary<string, int> special)
    {
        var composes = !IsAbsent(root, "normalizer");
        Tokenizers.Expect(
            !composes || root.GetProperty("normalizer").GetProperty("type").GetString() == "NFC",
            "its normalizer is not NFC, the only one that is supported");
        var merges = root.GetProperty("model").GetProperty("merges").EnumerateArray()
            .Select(merge => merge.ValueKind == JsonValueKind.Array
                ? string.Join(' ', merge.EnumerateArray().Select(part => part.GetString()))
                : merge.GetString()!);
        var all = new Dictionary<string, int>(vocabulary, StringComparer.Ordinal);
        foreach (var (token, id) in special)
        {
            all[token] = id;
        }

        var tokenizer = BpeTokenizer.Create(new BpeOptions(all)
        {
            Merges = merges,
            ByteLevel = true,
            PreTokenizer = new BoundedPreTokenizer(Words(root), special),
            SpecialTokens = special,
            Normalizer = composes ? new Composition() : null,
        });
        return new LibraryTokenizer(tokenizer, special, Begin(root, special));
    }

    // ByteLevel splits a text into GPT-2's words unless a Split precedes it.
    private static string Words(JsonElement root)
    {
        Tokenizers.Expect(
            !IsAbsent(root, "pre_tokenizer"),
            "it is not byte-level but a SentencePiece model, which needs tokenizer.model in the same directory");
        var preTokenizer = root.GetProperty("pre_tokenizer");
        var steps = preTokenizer.TryGetProperty("pretokenizers", out var sequence) ? sequence.EnumerateArray().ToList() : [preTokenizer];
        var kinds = string.Join(", ", steps.Select(step => step.GetProperty("type").GetString()));
        Tokenizers.Expect(
            kinds is "ByteLevel" or "Digits, ByteLevel" or "Split, ByteLevel",
            $"its pre_tokenizer is {kinds}; supported is ByteLevel, alone or after Digits or Split");
        var bytes = steps[^1];
        Tokenizers.Expect(!Is(bytes, "add_prefix_space", byDefault: true), "its pre_tokenizer adds a space before a text");
        if (kinds == "Split, ByteLevel")
        {
            Tokenizers.Expect(!Is(bytes, "use_regex", byDefault: true), "its pre_tokenizer splits a text twice");
            return steps[0].GetProperty("pattern").GetProperty("Regex").GetString()!;
        }

        Tokenizers.Expect(Is(bytes, "use_regex", byDefault: true), "its pre_tokenizer does not split a text into words");
        Tokenizers.Expect(
            kinds == "ByteLevel" || Is(steps[0], "individual_digits", byDefault: false), "its pre_tokenizer does not split digits");
        return kinds == "ByteLevel" ? Gpt2Words : Gpt2WordsAndDigits;
    }

    // The id that post_processor prepends to a text, if any.
    private static long? Begin(JsonElement root, IReadOnlyDictionary<string, int> special)
    {
        if (IsAbsent(root, "post_processor"))
        {
            return null;
        }

        var processor = root.GetProperty("post_processor");
        var steps = processor.TryGetProperty("processors", out var sequence) ? sequence.EnumerateArray() : Enumerable.Repeat(processor, 1);
        foreach (var step in steps)
        {
            if (step.GetProperty("type").GetString() == "TemplateProcessing"
                && step.GetProperty("single").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
                && first.TryGetProperty("SpecialToken", out var token))
            {
                return special[token.GetProperty("id").GetString()!];
            }
        }

        return null;
    }

    private static bool IsAbsent(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;

    private static bool Is(JsonElement step, string name, bool byDefault) =>
        step.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.True : byDefault;

    /// <summary>Normalises to Unicode normalization form C.</summary>
    private sealed class Composition : Normalizer
    {
        public override string Normalize(string original) => original.Normalize(NormalizationForm.FormC);

        public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
    }
}
