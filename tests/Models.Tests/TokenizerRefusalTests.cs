using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>A <c>tokenizer.json</c> that is damaged or not supported is refused in one sentence.</summary>
public sealed class TokenizerRefusalTests
{
    private const string Words = """ "model": { "type": "WordLevel", "vocab": { "a": 0, "?": 1 }, "unk_token": "?" } """;

    [Theory]
    [InlineData("\"normalizer\": { \"type\": \"Reverse\" }", "normalizer.type is 'Reverse', but supported are BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents.")]
    [InlineData("\"normalizer\": { \"type\": \"Sequence\", \"normalizers\": [{ \"type\": \"NFC\", \"form\": 3 }] }", "normalizer.normalizers[0] (NFC) has the option 'form', which is not supported.")]
    [InlineData("\"normalizer\": { \"type\": \"Sequence\", \"normalizers\": {} }", "normalizer.normalizers is {}, but an array is expected.")]
    [InlineData("\"normalizer\": \"NFC\"", "normalizer is \"NFC\", but an object is expected.")]
    [InlineData("\"normalizer\": { \"type\": \"Prepend\" }", "normalizer.prepend is missing, but a text is expected.")]
    [InlineData("\"normalizer\": { \"type\": \"Precompiled\", \"precompiled_charsmap\": \"AAAA\" }", "normalizer.precompiled_charsmap is \"AAAA\", but a table of SentencePiece in base 64 is expected.")]
    [InlineData("\"normalizer\": { \"type\": \"Precompiled\", \"precompiled_charsmap\": \"/////w==\" }", "normalizer.precompiled_charsmap is \"/////w==\", but a table of SentencePiece in base 64 is expected.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"FixedLength\", \"length\": 3 }", "pre_tokenizer.type is 'FixedLength', but supported are BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, UnicodeScripts, Whitespace, WhitespaceSplit.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Split\", \"pattern\": { \"Regex\": \"a\" }, \"behavior\": \"Kept\" }", "pre_tokenizer.behavior is \"Kept\", but supported are Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Split\", \"pattern\": \"a\" }", "pre_tokenizer.pattern is \"a\", but an object with one text is expected, String or Regex.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Split\", \"pattern\": { \"Regex\": \"a(b\" } }", "the regular expression 'a(b' is malformed.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Split\", \"pattern\": { \"Regex\": \"+\" } }", "the regular expression '+' is malformed.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Split\", \"pattern\": { \"Regex\": \"[a\" } }", "the regular expression '[a' is malformed.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Split\", \"pattern\": { \"Regex\": \"\\\\p{Klingon}\" } }", "the regular expression '\\p{Klingon}' uses \\p{Klingon}, which is not supported.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Split\", \"pattern\": { \"Regex\": \"(a)\\\\1\" } }", "the regular expression '(a)\\1' uses \\1, which is not supported.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Metaspace\", \"replacement\": \"ab\" }", "pre_tokenizer.replacement is \"ab\", but one character is expected.")]
    [InlineData("\"pre_tokenizer\": { \"type\": \"Digits\", \"individual_digits\": 1 }", "pre_tokenizer.individual_digits is 1, but true or false is expected.")]
    [InlineData("\"post_processor\": { \"type\": \"TemplateProcessing\", \"single\": [] }", "post_processor.single is [], but the text is expected once.")]
    [InlineData("\"post_processor\": { \"type\": \"BertProcessing\", \"cls\": [\"a\"], \"sep\": [\"a\", 0] }", "post_processor.cls is [\"a\"], but a token and its id are expected.")]
    [InlineData("\"decoder\": { \"type\": \"Strip\", \"content\": \" \", \"start\": -1 }", "decoder.start is -1, but an integer of at least 0 is expected.")]
    [InlineData("\"decoder\": { \"type\": \"Whisper\" }", "decoder.type is 'Whisper', but supported are BPEDecoder, ByteFallback, ByteLevel, CTC, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece.")]
    [InlineData("\"added_tokens\": [{ \"id\": 2, \"content\": \"x\", \"color\": 1 }]", "added_tokens[0] has the option 'color', which is not supported.")]
    [InlineData("\"added_tokens\": 3", "added_tokens is 3, but an array is expected.")]
    [InlineData("\"version\": \"2.0\"", "version is \"2.0\", but supported are 1.0.")]
    [InlineData("\"tokens\": []", "the file has the option 'tokens', which is not supported.")]
    public void A_component_that_is_not_supported_is_named(string component, string problem) =>
        AssertRefused($"{{ {component}, {Words} }}", problem);

    [Theory]
    [InlineData("null", "model is missing, but an object is expected.")]
    [InlineData("[]", "model is [], but an object is expected.")]
    [InlineData("{ \"type\": \"Neural\" }", "model.type is 'Neural', but supported are BPE, Unigram, WordLevel, WordPiece.")]
    [InlineData("{ \"type\": \"BPE\", \"dropout\": 0.1, \"vocab\": {}, \"merges\": [] }", "model.dropout is 0.1, but random merges are not supported.")]
    [InlineData("{ \"type\": \"BPE\", \"vocab\": { \"a\": 99999999999 }, \"merges\": [] }", "the id of 'a' in model.vocab is 99999999999, but an integer of at least 0 is expected.")]
    [InlineData("{ \"type\": \"BPE\", \"vocab\": { \"a\": -1 }, \"merges\": [] }", "the id of 'a' in model.vocab is -1, but an integer of at least 0 is expected.")]
    [InlineData("{ \"type\": \"BPE\", \"vocab\": { \"a\": 0 }, \"merges\": [\"a b\"] }", "model.merges contains 'b', which is not in model.vocab.")]
    [InlineData("{ \"type\": \"BPE\", \"vocab\": { \"a\": 0 }, \"merges\": [[\"a\", 1]] }", "model.merges contains [\"a\", 1], but two tokens are expected.")]
    [InlineData("{ \"type\": \"Unigram\", \"vocab\": [[\"a\"]] }", "model.vocab contains [\"a\"], but a token with its score is expected.")]
    [InlineData("{ \"type\": \"Unigram\", \"vocab\": [[\"a\", 1e999]] }", "model.vocab contains [\"a\", 1e999], but a token with its score is expected.")]
    [InlineData("{ \"type\": \"Unigram\", \"vocab\": [[\"a\", 0]], \"unk_id\": 1 }", "model.unk_id is 1, but model.vocab has 1 tokens.")]
    [InlineData("{ \"type\": \"WordPiece\", \"vocab\": { \"a\": 0 }, \"max_input_chars_per_word\": 1e30 }", "model.max_input_chars_per_word is 1e30, but an integer of at least 0 is expected.")]
    public void A_model_that_is_not_supported_is_named(string model, string problem) => AssertRefused($"{{ \"model\": {model} }}", problem);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"model\": { \"type\": \"WordLevel\", \"unk_token\": \"?\", \"vocab\": { \"\\ud800\": 0 } } }")]
    public void A_damaged_file_is_refused(string content) => AssertRefused(content, null);

    [Fact]
    public void Deeply_nested_components_are_refused()
    {
        var nested = string.Concat(Enumerable.Repeat("{ \"type\": \"Sequence\", \"normalizers\": [", 500));
        AssertRefused($"{{ \"normalizer\": {nested}", null);
        foreach (var opening in "[(")
        {
            var pattern = $$"""{ "type": "Split", "pattern": { "Regex": "{{new string(opening, 9000)}}" } }""";
            AssertRefused($$"""{ "pre_tokenizer": {{pattern}}, {{Words}} }""", null);
        }
    }

    [Fact]
    public void A_table_of_replacements_with_wrong_positions_changes_nothing()
    {
        var table = new byte[4 + 1024];
        new Random(1).NextBytes(table);
        BitConverter.TryWriteBytes(table, 1024);
        var normalizer = $$"""{ "type": "Precompiled", "precompiled_charsmap": "{{Convert.ToBase64String(table)}}" }""";
        var tokenizer = Read($$"""{ "normalizer": {{normalizer}}, {{Words}} }""");
        Assert.Equal([1], tokenizer.Encode("any text é 🙂"));
    }

    [Fact]
    public void A_word_without_a_token_is_reported()
    {
        var tokenizer = Read("""{ "model": { "type": "WordPiece", "vocab": { "a": 0 } } }""");
        Assert.Equal(
            "The tokenizer has no token for 'b', and its vocabulary lacks the token for unknown words, '[UNK]'.",
            Assert.Throws<PretrainedException>(() => tokenizer.Encode("b")).Message);
        tokenizer = Read("""{ "model": { "type": "Unigram", "vocab": [["a", 0]] } }""");
        Assert.Equal(
            "The tokenizer has no token for 'b', and none for unknown words.",
            Assert.Throws<PretrainedException>(() => tokenizer.Encode("ab")).Message);
    }

    /// <summary>Each takes far longer if the time grows with the square of the length.</summary>
    [Theory]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0, "b": 1, "ab": 2, "aa": 3, "aaaa": 4 }, "merges": ["a b", "a a", "aa aa"] } }""")]
    [InlineData("""{ "model": { "type": "Unigram", "unk_id": 0, "vocab": [["?", 0], ["a", -1], ["b", -1], ["ab", -1.5], ["aaaaaaaa", -3]] } }""")]
    [InlineData("""{ "model": { "type": "WordPiece", "max_input_chars_per_word": 1000000, "vocab": { "[UNK]": 0, "a": 1, "##a": 2, "##b": 3, "##aaaaaaaa": 4 } } }""")]
    [InlineData("""{ "added_tokens": [{ "id": 2, "content": "aaaaaaaaaaaaaaab" }, { "id": 3, "content": "ba", "lstrip": true }], "model": { "type": "WordLevel", "vocab": { "a": 0, "?": 1 }, "unk_token": "?" } }""")]
    public void A_word_of_100000_characters_takes_milliseconds(string json)
    {
        var tokenizer = Read(json);
        var clock = Stopwatch.StartNew();
        Assert.NotEmpty(tokenizer.Encode(new string('a', 100_000)));
        Assert.NotEmpty(tokenizer.Encode(string.Concat(Enumerable.Repeat("ab", 50_000))));
        tokenizer.Encode(new string(' ', 100_000));
        Assert.True(clock.Elapsed.TotalSeconds < 10, $"It took {clock.Elapsed}.");
    }

    private static TokenizerPipeline Read(string json) => Tokenizers.Json(Encoding.UTF8.GetBytes(json));

    private static void AssertRefused(string json, string? problem)
    {
        using var folder = new TemporaryFolder();
        var path = folder["tokenizer.json"];
        File.WriteAllText(path, json);
        var refusal = Assert.Throws<PretrainedException>(() => TokenizerFile.Load(path)).Message;
        Assert.StartsWith($"The tokenizer of {path} cannot be read: {problem}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
        Assert.True(refusal.Length < 600, refusal);
    }
}
