using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

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
            var special = new Dictionary<string, int>();
            if (vocabulary.TryGetValue(EndOfText, out var end))
            {
                special.Add(EndOfText, end);
            }

            return new LibraryTokenizer(BpeTokenizer.Create(new BpeOptions(vocabulary)
            {
                Merges = Merges(folder.Find("merges.txt")),
                ByteLevel = true,
                PreTokenizer = new RegexPreTokenizer(Words(), special),
                SpecialTokens = special,
            }), special);
        });
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
            using var vocabulary = new MemoryStream(PretrainedFolder.Content(path));
            return WordPieceTokenizer.Create(vocabulary, lower, special: []);
        });
    }

    /// <summary>Reads a <c>tokenizer.json</c>.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="kinds">The values of <c>model.type</c> that are expected.</param>
    public static ITokenizer Json(string path, params string[] kinds) => Read(path, file => Json(PretrainedFolder.Content(file), kinds));

    /// <summary>Reads the content of a <c>tokenizer.json</c>, and throws an exception of any type if it is malformed.</summary>
    public static ITokenizer Json(byte[] content, params string[] kinds)
    {
        using var document = JsonDocument.Parse(content);
        var kind = document.RootElement.GetProperty("model").GetProperty("type").GetString();
        Expect(Array.IndexOf(kinds, kind) >= 0, $"model.type is not {string.Join(" or ", Array.ConvertAll(kinds, name => $"'{name}'"))}");
        return kind == "BPE" ? BytePairs(document.RootElement) : WordPieceJson.Read(document.RootElement);
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

    // The first line can state the version.
    private static IEnumerable<string> Merges(string path)
    {
        using var reader = new StreamReader(new MemoryStream(PretrainedFolder.Content(path)));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }

    /// <summary>Matches the words into which GPT-2 splits a text before merging pairs (Radford et al. 2019).</summary>
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    internal static partial Regex Words();
}
