using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// Byte-level pairs of a <c>tokenizer.json</c> whose merges have an order of their own, as GPT-2's: SmolLM, Qwen 2 and others with the
/// layers of Llama.
/// </summary>
internal static class ByteLevelJson
{
    private const string Gpt2Words = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    // Digits are parted first, each for itself: they take no space before them, and what stands before one ends there.
    private const string Gpt2WordsAndDigits = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?![^\s\p{N}])|\s+";

    public static LibraryTokenizer Read(
        JsonElement root, IReadOnlyDictionary<string, int> vocabulary, IReadOnlyDictionary<string, int> special)
    {
        var composes = !IsAbsent(root, "normalizer");
        Tokenizers.Expect(!composes || root.GetProperty("normalizer").GetProperty("type").GetString() == "NFC", "its normalizer is not "
            + "NFC, the only one that is supported");
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
        return new LibraryTokenizer(tokenizer, Begin(root, special));
    }

    // ByteLevel parts a text into GPT-2's words itself, unless a Split before it does.
    private static string Words(JsonElement root)
    {
        Tokenizers.Expect(!IsAbsent(root, "pre_tokenizer"), "it is not byte-level, as that of SentencePiece; tokenizer.model is needed "
            + "beside it");
        var preTokenizer = root.GetProperty("pre_tokenizer");
        var steps = preTokenizer.TryGetProperty("pretokenizers", out var sequence) ? sequence.EnumerateArray().ToList() : [preTokenizer];
        var kinds = string.Join(", ", steps.Select(step => step.GetProperty("type").GetString()));
        Tokenizers.Expect(kinds is "ByteLevel" or "Digits, ByteLevel" or "Split, ByteLevel", $"its pre_tokenizer is {kinds}, where "
            + "ByteLevel is supported, alone or after Digits or Split");
        var bytes = steps[^1];
        Tokenizers.Expect(!Is(bytes, "add_prefix_space", byDefault: true), "its pre_tokenizer puts a space before a text");
        if (kinds == "Split, ByteLevel")
        {
            Tokenizers.Expect(!Is(bytes, "use_regex", byDefault: true), "its pre_tokenizer parts a text twice");
            return steps[0].GetProperty("pattern").GetProperty("Regex").GetString()!;
        }

        Tokenizers.Expect(Is(bytes, "use_regex", byDefault: true), "its pre_tokenizer does not part a text into words");
        Tokenizers.Expect(kinds == "ByteLevel" || Is(steps[0], "individual_digits", byDefault: false), "its pre_tokenizer keeps digits "
            + "together");
        return kinds == "ByteLevel" ? Gpt2Words : Gpt2WordsAndDigits;
    }

    // The id that post_processor puts before a text, if it does.
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

    /// <summary>Unicode's normalization form C.</summary>
    private sealed class Composition : Normalizer
    {
        public override string Normalize(string original) => original.Normalize(NormalizationForm.FormC);

        public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
    }
}
