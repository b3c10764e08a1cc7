using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static TorchSharp.torch;

namespace Course.Tests;

/// <summary>Chapter 12. Its page shows what the trained model answers.</summary>
public sealed class PromptingTests
{
    [Fact]
    public void The_template_writes_prompts_with_any_number_of_examples()
    {
        Assert.Equal("b", Prompting.Template.Format([], ("letter", "b")));
        Assert.Equal("a3;b", Prompting.Template.Format([Example("a", "3")], ("letter", "b")));
        Assert.Equal("a3;c7;b", Prompting.Template.Format([Example("a", "3"), Example("c", "7")], ("letter", "b")));

        static Dictionary<string, string> Example(string letter, string number) => new() { ["letter"] = letter, ["number"] = number };
    }

    [Fact]
    public void A_letter_keeps_its_number_within_a_training_sequence()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var (input, target) = Prompting.Draw(50);

        Assert.Equal([50, 29], input.shape);
        Assert.Equal(input.shape, target.shape);
        var semicolon = Prompting.Encode(";")[0];
        for (var i = 0; i < 50; i++)
        {
            long[] ids = [.. input[i].data<long>()];
            long[] next = [.. target[i].data<long>()];
            var pairs = Enumerable.Range(0, 10).Select(pair => (Letter: ids[3 * pair], Number: ids[3 * pair + 1])).ToList();
            Assert.InRange(pairs.Select(pair => pair.Letter).Distinct().Count(), 1, 4);
            Assert.Equal(pairs.Select(pair => pair.Letter).Distinct().Count(), pairs.Distinct().Count());
            Assert.All(pairs, pair => Assert.True(pair is { Letter: >= 0 and < 8, Number: >= 8 and < 16 }));
            Assert.Equal(pairs.Select(pair => pair.Number), Enumerable.Range(0, 10).Select(pair => next[3 * pair]));
            Assert.All(Enumerable.Range(0, 29).Where(t => t % 3 == 2), t => Assert.Equal(semicolon, ids[t]));
            Assert.All(Enumerable.Range(0, 29).Where(t => t % 3 != 0), t => Assert.Equal(-100, next[t]));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_letter_of_a_question_is_in_an_example_only_if_it_is_shown(bool isShown)
    {
        var random = new Random(7);
        foreach (var (prompt, answer) in Enumerable.Range(0, 100).Select(_ => Prompting.DrawPrompt(random, 3, isShown)))
        {
            var parts = prompt.Split(';');
            Assert.Equal(4, parts.Length);
            Assert.Equal(isShown, parts[..3].Contains($"{parts[3]}{answer}"));
            Assert.Equal(isShown, parts[..3].Any(part => part[0] == parts[3][0]));
        }
    }
}
