using System;
using System.Linq;
using Xunit;

namespace Quickstart.Tests;

public sealed class CorpusTests
{
    [Theory]
    [InlineData(Corpus.MinimumLength)]
    [InlineData(Corpus.MinimumLength + 1)]
    [InlineData(100_000)]
    [InlineData(1_500_000)]
    public void EveryCharacterIsEitherTrainedOnOrHeldOut(int length)
    {
        var corpus = new Corpus(Texts.Lines(length));
        var all = corpus.Training.Concat(corpus.HeldOut).OrderBy(stretch => stretch.Start).ToList();

        Assert.Equal(0, all[0].Start);
        Assert.Equal(length, all[^1].End);
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(all, stretch => Assert.True(stretch.Length > 0));
        Assert.Equal(length, corpus.Ids.Length);
    }

    [Fact]
    public void AboutATenthIsHeldOutAllOverTheText()
    {
        var corpus = new Corpus(Texts.Lines(1_000_000));

        Assert.InRange(corpus.HeldOut.Sum(stretch => stretch.Length), 95_000, 105_000);
        Assert.All(corpus.HeldOut.Zip(corpus.HeldOut.Skip(1)),
            pair => Assert.Equal(10 * Corpus.BlockLength, pair.Second.Start - pair.First.Start));
    }

    [Fact]
    public void TheSplitIsAFunctionOfTheText()
    {
        var (first, second) = (new Corpus(Texts.Lines(60_000)), new Corpus(Texts.Lines(60_000)));

        Assert.Equal(first.Training, second.Training);
        Assert.Equal(first.HeldOut, second.HeldOut);
        Assert.Equal(first.Ids, second.Ids);
        Assert.Equal(first.Alphabet.Characters, second.Alphabet.Characters);
    }

    [Fact]
    public void AtMost64BlocksAreScoredSpreadOverTheHeldOutOnes()
    {
        var small = new Corpus(Texts.Lines(100_000));
        var large = new Corpus(Texts.Lines(3_000_000));

        Assert.Equal(small.HeldOut, small.Scored);
        Assert.True(large.HeldOut.Count > 64);
        Assert.Equal(64, large.Scored.Distinct().Count());
        Assert.Subset(large.HeldOut.ToHashSet(), large.Scored.ToHashSet());
        Assert.True(large.Scored[^1].Start > 0.9 * large.Ids.Length);
    }

    [Fact]
    public void NoTrainingWindowTouchesAHeldOutCharacter()
    {
        // The held-out characters are the only ones of their kind, so that a window could not hide them.
        var text = Texts.Lines(60_000).ToCharArray();
        foreach (var stretch in new Corpus(new string(text)).HeldOut)
        {
            text.AsSpan(stretch.Start, stretch.Length).Fill('#');
        }

        var corpus = new Corpus(new string(text));
        var windows = new TrainingWindows(corpus, context: 64, batch: 8, seed: 5);
        for (var i = 0; i < 50; i++)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            var (input, target) = windows.Next();

            Assert.DoesNotContain(Alphabet.Unknown, input.data<long>().Select(id => (int)id));
            Assert.DoesNotContain(Alphabet.Unknown, target.data<long>().Select(id => (int)id));
            Assert.Equal(input.narrow(1, 1, 63).data<long>().ToArray(), target.narrow(1, 0, 63).data<long>().ToArray());
        }
    }

    [Fact]
    public void CharactersThatTrainingTextHardlyHasAreUnknownAndPaidForAlike()
    {
        var text = Texts.Lines(Corpus.MinimumLength).ToCharArray();
        var heldOut = new Corpus(new string(text)).HeldOut[0];
        text.AsSpan(heldOut.Start, 100).Fill('é');
        text.AsSpan(0, 9).Fill('ß');
        text.AsSpan(10, 10).Fill('ü');

        var corpus = new Corpus(new string(text));

        Assert.Equal(Enumerable.Repeat(Alphabet.Unknown, 100), corpus.Ids[heldOut.Start..(heldOut.Start + 100)]);
        Assert.Equal(Alphabet.Unknown, corpus.Ids[0]);
        Assert.NotEqual(Alphabet.Unknown, corpus.Ids[10]);
        Assert.InRange(corpus.Alphabet.UnknownBits, 20.08, 20.09);
        Assert.Equal((5000 + 100 * corpus.Alphabet.UnknownBits) / corpus.ScoredCharacters, corpus.BitsPerCharacter(5000), 12);
    }

    [Fact]
    public void AnEmojiIsOneCharacter()
    {
        var corpus = new Corpus(string.Concat(Enumerable.Repeat("🙂 fine\n", Corpus.MinimumLength / 7 + 1)));

        Assert.Equal("🙂 fine\n", corpus.Alphabet.Decode(corpus.Ids.Take(7)));
        Assert.Equal(7, corpus.Alphabet.Encode("🙂 fine\n").Length);
    }

    [Fact]
    public void ATextThatIsTooShortIsRefused()
    {
        var error = Assert.Throws<SampleException>(() => new Corpus(Texts.Lines(Corpus.MinimumLength - 1)));

        Assert.Equal("The text has 20,479 characters and at least 20,480 are needed.", error.Message);
    }

    [Fact]
    public void ATextWithoutAFrequentCharacterIsRefused()
    {
        var error = Assert.Throws<SampleException>(() =>
            new Corpus(string.Concat(Enumerable.Range(0x4E00, Corpus.MinimumLength).Select(code => (char)code))));

        Assert.Equal("No character of the text occurs 10 times, so that there is nothing to learn.", error.Message);
    }
}
