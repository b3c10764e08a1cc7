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
/// Llama's tokenizers: SentencePiece up to Llama 2, byte-level pairs from Llama 3 on; and those of other models with its layers.
/// </summary>
internal static partial class Tokenizers
{
    private const string BeginOfText = "<|begin_of_text|>";

    /// <summary>The tokenizer of a Llama; its texts begin with the id that begins a text.</summary>
    public static ITokenizer Llama(PretrainedFolder folder)
    {
        if (folder.Has("tokenizer.model"))
        {
            return Read(folder.Find("tokenizer.model"), path =>
            {
                using var file = new MemoryStream(PretrainedFolder.Content(path));
                var pieces = LlamaTokenizer.Create(file, addBeginOfSentence: false, addEndOfSentence: false);

                // The library itself puts no beginning before an empty text.
                return new LibraryTokenizer(pieces, pieces.BeginningOfSentenceId);
            });
        }

        folder.Require("tokenizer", "tokenizer.json");
        return Read(folder.Find("tokenizer.json"), path =>
        {
            using var document = JsonDocument.Parse(PretrainedFolder.Content(path));
            return BytePairs(document.RootElement);
        });
    }

    private static LibraryTokenizer BytePairs(JsonElement root)
    {
        var model = root.GetProperty("model");
        Expect(model.GetProperty("type").GetString() == "BPE", "model.type is not 'BPE'");
        var vocabulary = model.GetProperty("vocab").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal);
        var special = root.GetProperty("added_tokens").EnumerateArray().ToDictionary(
            token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32(), StringComparer.Ordinal);
        return model.TryGetProperty("ignore_merges", out var ignore) && ignore.ValueKind == JsonValueKind.True
            ? Tiktoken(root, vocabulary, special)
            : ByteLevelJson.Read(root, vocabulary, special);
    }

    // Llama 3's own tokenizer is tiktoken's: a piece that is in the vocabulary is one id, and of all pairs the one with the lowest id is
    // joined first. The file says the same with ignore_merges and a list of merges in the order of their ids; with another one tiktoken
    // would give other ids.
    private static LibraryTokenizer Tiktoken(JsonElement root, Dictionary<string, int> vocabulary, Dictionary<string, int> special)
    {
        var products = root.GetProperty("model").GetProperty("merges").EnumerateArray().Select(merge => vocabulary[Product(merge)])
            .ToList();
        Expect(products.Zip(products.Skip(1)).All(pair => pair.First <= pair.Second), "model.merges are not in the order of the ids they "
            + "make, as they are for Llama 3");

        var bytes = ByteCharacters();
        var ranks = new StringBuilder();
        foreach (var (token, id) in vocabulary.Where(entry => !special.ContainsKey(entry.Key)).OrderBy(entry => entry.Value))
        {
            var content = token.Select(character => bytes.TryGetValue(character, out var value)
                ? value
                : throw new FormatException($"'{token}' is not written in byte-level characters.")).ToArray();
            ranks.Append(Convert.ToBase64String(content)).Append(' ').Append(id).Append('\n');
        }

        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(ranks.ToString()));
        var words = new BoundedPreTokenizer(Pattern(root.GetProperty("pre_tokenizer")), special);
        var tokenizer = TiktokenTokenizer.Create(stream, words, normalizer: null, special);
        return new LibraryTokenizer(tokenizer, special.TryGetValue(BeginOfText, out var begin) ? begin : null);
    }

    private static string Product(JsonElement merge)
        => merge.ValueKind == JsonValueKind.Array
            ? string.Concat(merge.EnumerateArray().Select(part => part.GetString()))
            : merge.GetString()!.Replace(" ", string.Empty, StringComparison.Ordinal);

    private static string Pattern(JsonElement preTokenizer)
    {
        var steps = preTokenizer.TryGetProperty("pretokenizers", out var sequence) ? sequence.EnumerateArray().ToList() : [preTokenizer];
        var split = steps.Where(step => step.GetProperty("type").GetString() == "Split").ToList();
        Expect(split.Count == 1, "pre_tokenizer does not split once, as it does for Llama 3");
        return split[0].GetProperty("pattern").GetProperty("Regex").GetString()!;
    }

    /// <summary>
    /// The byte that each character of a byte-level vocabulary stands for: printable ones for themselves, the others from U+0100 on, in
    /// order.
    /// </summary>
    private static Dictionary<char, byte> ByteCharacters()
    {
        var bytes = new Dictionary<char, byte>();
        var others = 0;
        for (var value = 0; value < 256; value++)
        {
            var isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            bytes.Add(isPrintable ? (char)value : (char)(0x100 + others++), (byte)value);
        }

        return bytes;
    }

    internal static void Expect(bool holds, string problem)
    {
        if (!holds)
        {
            throw new FormatException(problem + ".");
        }
    }
}
