using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>Reads tokenizers from a directory.</summary>
internal static partial class Tokenizers
{
    private const string EndOfText = "<|endoftext|>";
    private const string JsonFile = "tokenizer.json";

    /// <summary>
    /// Reads GPT-2's byte-level BPE from <c>vocab.json</c> and <c>merges.txt</c>, or from <c>tokenizer.json</c> if neither exists.
    /// </summary>
    public static ITokenizer BytePairs(PretrainedFolder folder)
    {
        if (folder.Has(JsonFile) && !folder.Has("vocab.json") && !folder.Has("merges.txt"))
        {
            return Json(folder.Find(JsonFile), "BPE");
        }

        folder.Require("tokenizer", "vocab.json", "merges.txt");
        return Read(folder.Find("vocab.json"), path =>
        {
            var vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(PretrainedFolder.Content(path))
                ?? throw new JsonException("it is null.");
            return ByteLevel(vocabulary, Merges(folder.Find("merges.txt")), [new AddedToken(EndOfText)]);
        });
    }

    /// <summary>
    /// Reads RoBERTa's byte-level BPE from <c>tokenizer.json</c>, or from <c>vocab.json</c> and <c>merges.txt</c> if it does not exist.
    /// <c>add_prefix_space</c> in <c>tokenizer_config.json</c> is false by default.
    /// </summary>
    public static ITokenizer Roberta(PretrainedFolder folder)
    {
        const string Begin = "<s>";
        const string End = "</s>";
        if (folder.Has(JsonFile))
        {
            return Json(folder.Find(JsonFile));
        }

        folder.Require("tokenizer", "vocab.json", "merges.txt");
        var addsSpace = TokenizerConfig.Read(folder) is { } root && root.TryGetProperty("add_prefix_space", out var value)
            && value.ValueKind == JsonValueKind.True;
        return Read(folder.Find("vocab.json"), path =>
        {
            var vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(PretrainedFolder.Content(path))
                ?? throw new JsonException("it is null.");
            var tokens = new[] { Begin, "<pad>", End, "<unk>" }.Select(token => new AddedToken(token))
                .Append(new AddedToken("<mask>") { StripsLeft = true });
            var tokenizer = ByteLevel(vocabulary, Merges(folder.Find("merges.txt")), tokens, addsSpace);
            return tokenizer.With(new PostProcessor([Id(Begin)], [Id(End)]));

            long Id(string token) => vocabulary.TryGetValue(token, out var id) ? id : throw JsonPart.Problem($"it lacks '{token}'");
        });
    }

    /// <summary>Creates a byte-level tokenizer with the words of GPT-2.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="merges">The merges.</param>
    /// <param name="tokens">The special tokens, of which those count that are in the vocabulary.</param>
    /// <param name="addsSpace">Whether a text that does not begin with a space gets one.</param>
    public static TokenizerPipeline ByteLevel(
        Dictionary<string, int> vocabulary, IEnumerable<(string Left, string Right)> merges, IEnumerable<AddedToken> tokens,
        bool addsSpace = false)
    {
        var model = new BytePairModel(vocabulary, merges, new());
        return new(model, new(tokens.Where(token => vocabulary.ContainsKey(token.Content)), model, normalizer: null))
        {
            PreTokenizer = new ByteLevelPreTokenizer(addsSpace, splits: true),
            Decoder = new ByteLevelDecoder(),
        };
    }

    /// <summary>
    /// Reads BERT's word pieces from <c>vocab.txt</c>; <c>do_lower_case</c> in <c>tokenizer_config.json</c> is true by default. Reads
    /// <c>tokenizer.json</c> if there is no <c>vocab.txt</c>.
    /// </summary>
    public static ITokenizer WordPieces(PretrainedFolder folder)
    {
        if (folder.Has(JsonFile) && !folder.Has("vocab.txt"))
        {
            return Json(folder.Find(JsonFile), "WordPiece");
        }

        folder.Require("tokenizer", "vocab.txt");
        var lower = TokenizerConfig.Read(folder) is not { } root || !root.TryGetProperty("do_lower_case", out var value)
            || value.ValueKind != JsonValueKind.False;
        return Read(folder.Find("vocab.txt"), path =>
        {
            Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
            using var reader = new StreamReader(new MemoryStream(PretrainedFolder.Content(path)));
            for (var id = 0; reader.ReadLine() is { } line; id++)
            {
                vocabulary[line.TrimEnd()] = id;
            }

            return Bert(vocabulary, lower);
        });
    }

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="kinds">The expected values of <c>model.type</c>; any if there are none.</param>
    public static ITokenizer Json(string path, params string[] kinds) => Read(path, file => Json(PretrainedFolder.Content(file), kinds));

    /// <summary>Reads the content of a <c>tokenizer.json</c>, and throws an exception of any type if it is malformed.</summary>
    public static TokenizerPipeline Json(byte[] content, params string[] kinds)
    {
        using var document = JsonDocument.Parse(content);
        return TokenizerPipelineReader.Read(document.RootElement, kinds);
    }

    /// <summary>Converts the exceptions of a tokenizer's reader for a malformed file, which can be of any type.</summary>
    internal static ITokenizer Read(string path, Func<string, ITokenizer> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception cause) when (cause is not (PretrainedException or OutOfMemoryException))
        {
            throw new PretrainedException($"The tokenizer of {path} cannot be read: {cause.Message}", cause);
        }
    }

    private static TokenizerPipeline Bert(Dictionary<string, int> vocabulary, bool lowerCase)
    {
        const string Begin = "[CLS]";
        const string End = "[SEP]";
        var model = new WordPieceModel(vocabulary);
        var tokens = new[] { "[UNK]", Begin, End, "[PAD]", "[MASK]" }
            .Select(token => vocabulary.ContainsKey(token) ? new AddedToken(token) : throw JsonPart.Problem($"it lacks '{token}'"));
        return new(model, new(tokens, model, normalizer: null))
        {
            Normalizer = new BertNormalizer(lowerCase),
            PreTokenizer = new BertPreTokenizer(),
            PostProcessor = new([vocabulary[Begin]], [vocabulary[End]]),
            Decoder = new WordPieceDecoder("##", cleanUp: true),
        };
    }

    // The first line can state the version.
    private static IEnumerable<(string Left, string Right)> Merges(string path)
    {
        using var reader = new StreamReader(new MemoryStream(PretrainedFolder.Content(path)));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
            {
                yield return line.Split(' ') is [var left, var right] ? (left, right) : throw JsonPart.Problem(
                    $"merges.txt has the line '{JsonPart.Shortened(line)}', but two tokens are expected");
            }
        }
    }
}
