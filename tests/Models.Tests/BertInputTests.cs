using System;
using ModelGen.Models.Tokenization;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

public sealed class BertInputTests
{
    [Fact]
    public void ShorterTextsArePadded()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteWordPieces(folder.Path);
        var tokenizer = Tokenizers.WordPieces(new PretrainedFolder(folder.Path));
        using var input = BertInput.Of(tokenizer, ["low", "lower new"]);
        Assert.Equal([2, 5, 3, 0, 0, 2, 5, 6, 8, 3], input.Ids.data<long>().ToArray());
        Assert.Equal([false, false, false, true, true, false, false, false, false, false], input.Padding.data<bool>().ToArray());
        Assert.Equal(new long[10], input.TokenTypes.data<long>().ToArray());
    }

    [Fact]
    public void ATextMustBeThere()
    {
        using var folder = new TemporaryFolder();
        TokenizerFiles.WriteWordPieces(folder.Path);
        var tokenizer = Tokenizers.WordPieces(new PretrainedFolder(folder.Path));
        Assert.Throws<ArgumentException>(() => BertInput.Of(tokenizer, Array.Empty<string>()));
    }

    [Fact]
    public void PaddingDoesNotChangeAText()
    {
        using var folder = new ModelFolder("bert_tiny", "bert");
        using var loaded = Bert.FromPretrained(folder.Path, dtype: ScalarType.Float64);
        using var quiet = inference_mode();
        using var scope = NewDisposeScope();
        using var alone = BertInput.Of(loaded.Tokenizer, ["low"]);
        using var both = BertInput.Of(loaded.Tokenizer, ["low", "lower new"]);
        var (_, expected) = loaded.Model.call(alone.Ids, alone.TokenTypes, alone.Padding);
        var (_, pooled) = loaded.Model.call(both.Ids, both.TokenTypes, both.Padding);
        Runtime.Tests.Agreement.Assert(pooled[..1], expected, 1e-12, "the pooled state");
    }
}
