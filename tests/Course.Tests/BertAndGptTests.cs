using System;
using System.Linq;
using System.Threading;
using ModelGen;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 11.</summary>
public sealed class BertAndGptTests
{
    private const int Steps = 150;

    [Fact]
    public void BERT_sees_all_words_and_fills_blanks_from_both_sides()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var bert = new LittleBert(Stories.Words);
        Assert.Equal(1, BertAndGpt.Influence(bert, 8).min().item<float>());

        BertAndGpt.TrainBert(new(new(folder["out"]), CancellationToken.None), bert, Steps);
        var text = Stories.Ids("anna has a brown [mask] . her horse neighs at night .");
        var id = bert.call(text)[0, 4].argmax().item<long>();

        Assert.Equal("horse", Stories.Text([id]));
    }

    [Fact]
    public void GPT_sees_the_words_up_to_each_position_and_continues_a_text()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var gpt = new LittleGpt(Stories.Words);
        Assert.True(BertAndGpt.Influence(gpt, 8).Equals(ones(8, 8).tril()));

        var losses = BertAndGpt.TrainGpt(new(new(folder["out"]), CancellationToken.None), gpt, Steps);
        var ids = gpt.Generate(Stories.Encode("maria has a white sheep ."), GenerationOptions.Greedy with { MaxNewTokens = 3 });

        Assert.InRange(losses[^1], 0.9 * Stories.BestLoss, 1.3 * Stories.BestLoss);
        Assert.Equal("her sheep bleats", Stories.Text(ids));
    }

    [Fact]
    public void In_a_story_the_pronoun_follows_from_the_name_and_the_sound_from_the_animal()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var (stories, others) = (Draw(otherSounds: false), Draw(otherSounds: true));

        Assert.All(stories, story =>
        {
            Assert.Equal(Stories.Length, story.Length);
            Assert.Equal(story[0] is "anna" or "maria" or "lena" ? "her" : "his", story[6]);
            Assert.Equal(story[4], story[7]);
        });
        Assert.Equal(6, stories.Select(story => (story[7], story[8])).Distinct().Count());
        Assert.Contains(stories, story => story[7..9] is ["dog", "barks"]);
        Assert.Contains(others, story => story[7..9] is ["dog", "meows"]);

        static string[][] Draw(bool otherSounds) =>
            [.. Enumerable.Range(0, 200).Select(_ => Stories.Text(Stories.Draw(1, otherSounds).data<long>()).Split(' '))];
    }

    [Fact]
    public void The_best_loss_is_the_entropy_of_the_stories()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var stories = Stories.Draw(20_000);
        // The color, the animal, and both words of the time.
        var entropy = Entropy(stories[.., 3]) + Entropy(stories[.., 4]) + Entropy(1000 * stories[.., 9] + stories[.., 10]);

        Assert.Equal(entropy / (Stories.Length - 1), Stories.BestLoss, 0.005);

        static double Entropy(Tensor values) => -values.data<long>().CountBy(value => value)
            .Select(pair => pair.Value / 20_000.0).Sum(share => share * Math.Log(share));
    }
}
