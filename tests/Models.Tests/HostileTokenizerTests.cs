using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>Tokenizers that take exponential time, or whose files are damaged.</summary>
public sealed class HostileTokenizerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pattern_that_backtracks_without_end_is_stopped(bool ignoreMerges)
    {
        using var folder = new ModelFolder("llama_tiny", "llama");
        const string Steps = """[{"type": "Split", "pattern": {"Regex": "(a|aa)+$|(?!x)y"}}, {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]""";
        TokenizerFiles.WriteTokenizerJson(folder.Path, ignoreMerges, preTokenizers: Steps);
        using var loaded = Llama.FromPretrained(folder.Path);
        Assert.NotEmpty(loaded.Tokenizer.Encode("aaa"));
        var clock = Stopwatch.StartNew();
        var refusal = Assert.Throws<PretrainedException>(() => loaded.Tokenizer.Encode(new string('a', 60) + "!"));
        Assert.Equal("The tokenizer's regular expression takes too long for a text of 61 characters: (a|aa)+$|(?!x)y", refusal.Message);
        Assert.True(clock.Elapsed.TotalSeconds < 60, $"It took {clock.Elapsed}.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-3)]
    public void A_damaged_tokenizer_model_is_refused(int length)
    {
        using var folder = new ModelFolder("llama_tiny", "llama");
        TokenizerFiles.WriteSentencePiece(folder.Path);
        var whole = File.ReadAllBytes(folder["tokenizer.model"]);
        File.WriteAllBytes(folder["tokenizer.model"], length < 0 ? [.. Enumerable.Repeat((byte)0xFF, -length * 100)] : whole[..length]);
        Assert.StartsWith(
            $"The tokenizer of {folder["tokenizer.model"]} cannot be read: ",
            Assert.Throws<PretrainedException>(() => Llama.FromPretrained(folder.Path)).Message);
    }
}
