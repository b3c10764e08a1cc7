using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The tokenizers of Llama, SentencePiece up to Llama 2 and byte-level BPE from Llama 3 on, and those of other Llama-like models.
/// </summary>
internal static partial class Tokenizers
{
    private const string BeginOfText = "<|begin_of_text|>";

    /// <summary>Reads the tokenizer of a Llama-like model, which prepends the id that begins a text.</summary>
    public static ITokenizer Llama(PretrainedFolder folder)
    {
        if (folder.Has("tokenizer.model"))
        {
            return Read(folder.Find("tokenizer.model"), path => SentencePieces(PretrainedFolder.Content(path), AddedTokens.Read(folder)));
        }

        folder.Require("tokenizer", "tokenizer.json");
        return Json(folder.Find("tokenizer.json"), "BPE");
    }

    private static LibraryTokenizer SentencePieces(byte[] content, IReadOnlyDictionary<string, int> added)
    {
        var pieces = Create(null);
        var special = new Dictionary<string, int>(added, StringComparer.Ordinal)
        {
            [pieces.BeginningOfSentenceToken] = pieces.BeginningOfSentenceId,
            [pieces.EndOfSentenceToken] = pieces.EndOfSentenceId,
        };

        // The library does not prepend the id to an empty text.
        return new LibraryTokenizer(Create(special), special, pieces.BeginningOfSentenceId);

        LlamaTokenizer Create(IReadOnlyDictionary<string, int>? special)
        {
            using var file = new MemoryStream(content);
            return LlamaTokenizer.Create(file, addBeginOfSentence: false, addEndOfSentence: false, special);
        }
    }

    private static LibraryTokenizer BytePairs(JsonElement root)
    {
        var model = root.GetProperty("model");
        var vocabulary = model.GetProperty("vocab").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal);
        var special = root.GetProperty("added_tokens").EnumerateArray().ToDictionary(
            token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32(), StringComparer.Ordinal);
        return model.TryGetProperty("ignore_merges", out var ignore) && ignore.ValueKind == JsonValueKind.True
            ? Tiktoken(root, vocabulary, special)
            : ByteLevelJson.Read(root, vocabulary, special);
    }

    // Llama 3 uses the tokenizer of tiktoken: a piece that is in the vocabulary is one id, and the pair with the lowest id is merged first.
    // This is equivalent to ignore_merges and merges in the order of their ids; for another order tiktoken would return other ids.
    private static LibraryTokenizer Tiktoken(JsonElement root, Dictionary<string, int> vocabulary, Dictionary<string, int> special)
    {
        var products = root.GetProperty("model").GetProperty("merges").EnumerateArray().Select(merge => vocabulary[Product(merge)])
            .ToList();
        Expect(
            products.Zip(products.Skip(1)).All(pair => pair.First <= pair.Second),
            "model.merges are not in the order of their ids, as they are for Llama 3");

        var ranks = new StringBuilder();
        foreach (var (token, id) in vocabulary.Where(entry => !special.ContainsKey(entry.Key)).OrderBy(entry => entry.Value))
        {
            var content = token.Select(character => ByteCharacters.TryGetByte(character, out var value)
                ? value
                : throw new FormatException($"'{token}' is not written in byte-level characters.")).ToArray();
            ranks.Append(Convert.ToBase64String(content)).Append(' ').Append(id).Append('\n');
        }

        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(ranks.ToString()));
        var words = new BoundedPreTokenizer(Pattern(root.GetProperty("pre_tokenizer")), special);
        var tokenizer = TiktokenTokenizer.Create(stream, words, normalizer: null, special);
        return new LibraryTokenizer(tokenizer, special, special.TryGetValue(BeginOfText, out var begin) ? begin : null);
    }

    private static string Product(JsonElement merge)
        => merge.ValueKind == JsonValueKind.Array
            ? string.Concat(merge.EnumerateArray().Select(part => part.GetString()))
            : merge.GetString()!.Replace(" ", string.Empty, StringComparison.Ordinal);

    private static string Pattern(JsonElement preTokenizer)
    {
        var steps = preTokenizer.TryGetProperty("pretokenizers", out var sequence) ? sequence.EnumerateArray().ToList() : [preTokenizer];
        var split = steps.Where(step => step.GetProperty("type").GetString() == "Split").ToList();
        Expect(split.Count == 1, "pre_tokenizer does not contain exactly one Split, as it does for Llama 3");
        return split[0].GetProperty("pattern").GetProperty("Regex").GetString()!;
    }

    internal static void Expect(bool holds, string problem)
    {
        if (!holds)
        {
            throw new FormatException(problem + ".");
        }
    }
}
