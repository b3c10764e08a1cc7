using System.Linq;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests.Checkpoints;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>Ids that follow by hand from the small vocabularies of <see cref="TokenizerFiles"/>.</summary>
public sealed class TokenizerTests
{
    private static long Id(string token) => TokenizerFiles.ByteLevelVocabulary()[token];

    [Fact]
    public void BytePairs()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteBytePairs(folder.Path);
        var tokenizer = Tokenizers.BytePairs(new PretrainedFolder(folder.Path));

        // lo and low are joined, er is joined; a space belongs to the word that follows.
        Assert.Equal([Id("low"), Id("er"), Id("Ġlow"), Id("Ġnew"), Id("er")], tokenizer.Encode("lower low newer"));
        Assert.Equal([Id("Ã"), Id("©"), Id("Ċ")], tokenizer.Encode("é\n"));
        Assert.Equal([Id("low"), 263], tokenizer.Encode("low<|endoftext|>"));
        Assert.Empty(tokenizer.Encode(""));
    }

    [Theory]
    [InlineData("lower low newer")]
    [InlineData("é\n\t 漢字 🙂  two  spaces ")]
    [InlineData("it's 12,5 %")]
    public void BytePairsCanBeReadBack(string text)
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteBytePairs(folder.Path);
        TokenizerFiles.WriteTokenizerJson(folder.Path);
        var files = new PretrainedFolder(folder.Path);
        var gpt2 = Tokenizers.BytePairs(files);
        Assert.Equal(text, gpt2.Decode(gpt2.Encode(text)));
        var llama = Tokenizers.Llama(files);
        Assert.Equal(text, llama.Decode([.. llama.Encode(text).Skip(1)]));
    }

    [Theory]
    [InlineData(null, "Lower newest.", new long[] { 2, 5, 6, 8, 7, 9, 3 })]
    [InlineData(true, "Lower newest.", new long[] { 2, 5, 6, 8, 7, 9, 3 })]
    [InlineData(false, "Lower newest.", new long[] { 2, 10, 6, 8, 7, 9, 3 })]
    [InlineData(true, "Café xyz", new long[] { 2, 11, 12, 1, 3 })]
    public void WordPieces(bool? lowerCase, string text, long[] expected)
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteWordPieces(folder.Path, lowerCase);
        Assert.Equal(expected, Tokenizers.WordPieces(new PretrainedFolder(folder.Path)).Encode(text));
    }

    [Fact]
    public void BytePairsOfLlama3()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteTokenizerJson(folder.Path);
        var tokenizer = Tokenizers.Llama(new PretrainedFolder(folder.Path));
        Assert.Equal([263, Id("low"), Id("er"), Id("Ġlow"), Id("Ġnew"), Id("er")], tokenizer.Encode("lower low newer"));
    }

    /// <summary>Merges in an order of their own, as in SmolLM's file: digits stand alone, and a space before one does, too.</summary>
    [Theory]
    [InlineData("""[{ "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true }]""", "low 12", new[] { "low", "Ġ", "1", "2" })]
    [InlineData("""[{ "type": "Digits", "individual_digits": true }, { "type": "ByteLevel", "add_prefix_space": false, "use_regex": true }]""", "low 12", new[] { "low", "Ġ", "1", "2" })]
    [InlineData("""[{ "type": "Digits", "individual_digits": true }, { "type": "ByteLevel", "add_prefix_space": false, "use_regex": true }]""", "new low<|begin_of_text|>3", new[] { "n", "e", "w", "Ġlow", "<|begin_of_text|>", "3" })]
    [InlineData("""[{ "type": "Split", "pattern": { "Regex": "." } }, { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false }]""", "low", new[] { "l", "o", "w" })]
    public void MergesOfTheirOwnOrder(string preTokenizers, string text, string[] expected)
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteTokenizerJson(folder.Path, ignoreMerges: false, preTokenizers: preTokenizers);
        var tokenizer = Tokenizers.Llama(new PretrainedFolder(folder.Path));
        Assert.Equal(expected.Select(token => token == "<|begin_of_text|>" ? 263 : Id(token)), tokenizer.Encode(text));
        Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    /// <summary>Qwen 2 composes characters first: e and a combining accent are é.</summary>
    [Fact]
    public void ANormalizerComposes()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteTokenizerJson(folder.Path, ignoreMerges: false, preTokenizers: """[{ "type": "ByteLevel", "add_prefix_space": false }]""");
        var json = System.Text.Json.Nodes.JsonNode.Parse(System.IO.File.ReadAllText(folder["tokenizer.json"]))!;
        json["normalizer"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "NFC" };
        System.IO.File.WriteAllText(folder["tokenizer.json"], json.ToJsonString());
        Assert.Equal([Id("Ã"), Id("©")], Tokenizers.Llama(new PretrainedFolder(folder.Path)).Encode("e\u0301"));
    }

    /// <summary>
    /// Digits that stand alone join no word and no space: a merge of "Ġ" and "1", if there were one, would not be reached.
    /// </summary>
    [Theory]
    [InlineData("[{ \"type\": \"ByteLevel\", \"add_prefix_space\": false }]", new[] { "Ġ1", "l" })]
    [InlineData("[{ \"type\": \"Digits\", \"individual_digits\": true }, { \"type\": \"ByteLevel\", \"add_prefix_space\": false }]", new[] { "Ġ", "1", "l" })]
    public void DigitsMayStandAlone(string preTokenizers, string[] expected)
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteTokenizerJson(
            folder.Path, ignoreMerges: false, merges: ["l o", "Ġ 1"], preTokenizers: preTokenizers, addsBegin: true);
        var tokenizer = Tokenizers.Llama(new PretrainedFolder(folder.Path));
        Assert.Equal([264, .. expected.Select(token => token == "Ġ1" ? 263L : Id(token))], tokenizer.Encode(" 1l"));
    }

    /// <summary>Any text that is whole Unicode comes back, whatever the tokenizer.</summary>
    [Fact]
    public void ArbitraryTextComesBack()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteBytePairs(folder.Path);
        TokenizerFiles.WriteTokenizerJson(folder.Path);
        var files = new PretrainedFolder(folder.Path);
        var (gpt2, llama3) = (Tokenizers.BytePairs(files), Tokenizers.Llama(files));
        TokenizerFiles.WriteTokenizerJson(folder.Path, ignoreMerges: false, preTokenizers: """[{ "type": "Digits", "individual_digits": true }, { "type": "ByteLevel", "add_prefix_space": false }]""");
        var smol = Tokenizers.Llama(files);
        TokenizerFiles.WriteSentencePiece(folder.Path);
        var llama2 = Tokenizers.Llama(files);
        for (var seed = 0; seed < 300; seed++)
        {
            var text = RandomText(new System.Random(seed));
            Assert.Equal(text, gpt2.Decode(gpt2.Encode(text)));
            Assert.Equal(text, llama3.Decode([.. llama3.Encode(text).Skip(1)]));
            Assert.Equal(text, smol.Decode(smol.Encode(text)));
            Assert.Equal(text, llama2.Decode([.. llama2.Encode(text).Skip(1)]));
        }
    }

    private static string RandomText(System.Random random)
    {
        var text = new System.Text.StringBuilder();
        for (var count = random.Next(1, 30); count > 0; count--)
        {
            int[] ranges = [0x20, 0x30, 0x61, 0x61, 0x09, 0xE9, 0x300, 0x3B1, 0x627, 0x4E00, 0xFF21, 0x1F600, 0x10FFF0, 0x2028, 0xA0];
            text.Append(System.Text.Rune.IsValid(ranges[random.Next(ranges.Length)] + random.Next(12))
                ? new System.Text.Rune(ranges[random.Next(ranges.Length)] + random.Next(12)).ToString()
                : " ");
        }

        return text.ToString();
    }

    [Fact]
    public void PiecesOfLlama2()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteSentencePiece(folder.Path);
        var tokenizer = Tokenizers.Llama(new PretrainedFolder(folder.Path));

        // 3 special pieces and 256 bytes come first; a text begins with a space; é is no piece, so its bytes stand for it.
        Assert.Equal([1, 259, 262, 263], tokenizer.Encode("lower new").Take(4));
        Assert.Equal([1, 259, 3 + 0xC3, 3 + 0xA9], tokenizer.Encode("lowé"));
        Assert.Equal("lower new", tokenizer.Decode([259, 262, 263]));
    }
}
