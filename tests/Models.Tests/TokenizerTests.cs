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

    [Fact]
    public void OtherMergesThanThoseOfLlama3AreRefused()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteTokenizerJson(folder.Path, ignoreMerges: false);
        AssertRefused("model.ignore_merges is not true, as it is for Llama 3.");
        TokenizerFiles.WriteTokenizerJson(folder.Path, merges: ["e r", "l o"]);
        AssertRefused("model.merges are not in the order of the ids they make, as they are for Llama 3.");

        void AssertRefused(string problem)
        {
            var refusal = Assert.Throws<PretrainedException>(() => Tokenizers.Llama(new PretrainedFolder(folder.Path)));
            Assert.Equal($"The tokenizer of {folder["tokenizer.json"]} cannot be read: {problem}", refusal.Message);
        }
    }
}
