using System;
using System.Linq;
using System.Threading;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 13.</summary>
public sealed class RetrievalTests
{
    /// <summary>The formula for a word that occurs twice in a passage of four words, and in one of two passages.</summary>
    [Fact]
    public void BM25_is_the_formula_of_the_page()
    {
        var scores = Retrieval.Bm25("Umbrella!", ["umbrella umbrella rain wind", "bread milk"]);

        Assert.Equal(Math.Log(1 + 1.5 / 1.5) * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3.0)), scores[0], 10);
        Assert.Equal(0, scores[1]);
    }

    [Fact]
    public void Fusion_adds_reciprocal_ranks()
    {
        var fused = Retrieval.Fuse([2, 0, 1], [1, 2]);

        Assert.Equal([2, 1, 0], fused.Select(one => one.Passage));
        Assert.Equal(1 / 61.0 + 1 / 62.0, fused[0].Score, 10);
        Assert.Equal(1 / 63.0 + 1 / 61.0, fused[1].Score, 10);
        Assert.Equal(1 / 62.0, fused[2].Score, 10);
    }

    [Fact]
    public void Citations_are_checked_against_the_passages_that_were_shown()
    {
        var verdicts = Retrieval.Check(
            "A physician gives medicine to the sick [1]. A physician plays golf [1]. The garage is open. It is blue [3].",
            ["A physician gives medicine to the sick.", "Part K7 is a screw."]);

        Assert.Equal(["supported", "not supported", "no citation", "no such passage"], verdicts.Select(one => one.Verdict));
        Assert.Equal("It is blue [3]", verdicts[3].Sentence);
    }

    [Fact]
    public void Vectors_find_a_passage_that_shares_no_word_with_the_question()
    {
        using var folder = new TemporaryFolder();
        manual_seed(7);
        using var model = new PairEncoder(Retrieval.VocabularySize);
        Retrieval.Train(new(new(folder["out"]), CancellationToken.None), model);
        const string Question = "which doctor treats pain";

        var cosines = Retrieval.Cosines(model.Encoder, Question, Retrieval.Passages);

        Assert.Equal(0, Retrieval.Bm25(Question, Retrieval.Passages).Max());
        Assert.Equal("A physician gives medicine to the sick.", Retrieval.Passages[Array.IndexOf(cosines, cosines.Max())]);
        Assert.True(Retrieval.Cosines(model.Encoder, "where is france", Retrieval.Passages).Max() < 0.5);
    }

    [Fact]
    public void Passages_in_the_prompt_have_numbers() =>
        Assert.EndsWith("\n[1] one\n[2] two {x}\nQuestion: who?", Retrieval.Prompt("who?", ["one", "two {x}"]));
}
