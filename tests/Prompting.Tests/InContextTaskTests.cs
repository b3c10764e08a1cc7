using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Prompting.Tests;

/// <summary>The tasks over symbols, and what training has of them.</summary>
public sealed class InContextTaskTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public void Recall_asks_for_one_of_the_examples_and_its_values_are_new_each_time(int shots)
    {
        var random = new Random(1);
        HashSet<string> values = [];
        for (var round = 0; round < 2000; round++)
        {
            var examples = new RecallTask().Draw(random, shots);

            Assert.Equal(shots + 1, examples.Count);
            Assert.Equal(shots, examples.Take(shots).Select(example => example.Input).Distinct().Count());
            Assert.Contains(examples[^1], examples.Take(shots));
            values.UnionWith(examples.Where(example => example.Input == "a").Select(example => example.Output));
        }

        Assert.Equal(SymbolTokenizer.Letters.Length, values.Count);
    }

    [Fact]
    public void Words_are_copied_or_reversed_and_look_alike()
    {
        var copied = WordTask.Copying.Draw(new Random(3), 2);
        var reversed = WordTask.Reversing.Draw(new Random(3), 2);

        Assert.All(copied, example => Assert.Equal(example.Input, example.Output));
        Assert.All(reversed, example => Assert.Equal(string.Concat(example.Input.Reverse()), example.Output));
        Assert.Equal(copied.Select(example => example.Input), reversed.Select(example => example.Input));
        Assert.All(copied, example => Assert.Equal(3, example.Input.Distinct().Count()));
    }

    [Fact]
    public void Prompts_are_written_by_the_template()
    {
        IReadOnlyList<Example> pairs = [new("a", "f"), new("c", "b"), new("a", "f")];
        Assert.Equal("af;cb;a", new RecallTask().Prompt(pairs));
        Assert.Equal("abc>cba;fgh>", WordTask.Reversing.Prompt([new("abc", "cba"), new("fgh", "hgf")]));
        Assert.Equal("fgh>", WordTask.Reversing.Prompt([new("fgh", "hgf")]));
    }

    [Fact]
    public void Shifts_follow_the_alphabet_in_a_circle()
    {
        var random = new Random(4);
        var task = new ShiftTask("", [3], isShown: false);
        for (var round = 0; round < 50; round++)
        {
            Assert.All(task.Draw(random, 8), example => Assert.Equal(3, Shift(example)));
        }
    }

    [Fact]
    public void A_new_question_is_not_an_example_and_a_shown_one_is()
    {
        var random = new Random(5);
        var (fresh, shown) = (new ShiftTask("", [1, 5, 9], isShown: false), new ShiftTask("", [1, 5, 9], isShown: true));
        for (var round = 0; round < 100; round++)
        {
            Assert.Equal(9, fresh.Draw(random, 8).Select(example => example.Input).Distinct().Count());
            var examples = shown.Draw(random, 8);
            Assert.Contains(examples[^1], examples.Take(8));
            Assert.Single(shown.Draw(random, 0));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Training_has_every_seen_shift_and_no_unseen_one(int seed)
    {
        var (seen, unseen) = ShiftTask.Split(seed);
        var lesson = Lesson.All(seen)[2];
        RaiseToTheEnd(lesson);
        var random = new Random(seed);
        HashSet<int> trained = [];
        for (var batch = 0; batch < 40; batch++)
        {
            using var symbols = lesson.Next(random);
            trained.UnionWith(Texts(symbols).SelectMany(text => text.Split(';', StringSplitOptions.RemoveEmptyEntries))
                .Select(pair => Shift(new(pair[..1], pair[1..]))));
        }

        Assert.Equal(Enumerable.Range(1, 15), seen.Concat(unseen).Order());
        Assert.Equal(4, unseen.Count);
        Assert.Equal(seen.Order(), trained.Order());
        Assert.Empty(trained.Intersect(unseen));
    }

    [Fact]
    public void The_lessons_of_recall_reach_all_keys_and_ask_only_for_keys_of_the_prompt()
    {
        var lesson = Lesson.All(ShiftTask.Split(1).Seen)[0];
        RaiseToTheEnd(lesson);
        var random = new Random(6);
        var most = 0;
        for (var batch = 0; batch < 30; batch++)
        {
            using var symbols = lesson.Next(random);
            foreach (var text in Texts(symbols))
            {
                var pairs = text.Split(';', StringSplitOptions.RemoveEmptyEntries);
                most = int.Max(most, pairs.Distinct().Count());
                Assert.Contains(pairs[^1], pairs[..^1]);
            }
        }

        Assert.Equal(16, most);
    }

    [Fact]
    public void A_level_rises_after_right_answers_only()
    {
        var lesson = Lesson.All(ShiftTask.Split(1).Seen)[2];
        for (var batch = 0; batch < 100; batch++)
        {
            lesson.Observe(0.9);
        }

        Assert.Equal(0, lesson.Level);
        RaiseToTheEnd(lesson);
        Assert.Equal(9, lesson.Level);
        Assert.Equal(6, Lesson.All(ShiftTask.Split(1).Seen)[1].Level);
    }

    private static void RaiseToTheEnd(Lesson lesson)
    {
        for (var batch = 0; batch < 2000; batch++)
        {
            lesson.Observe(1);
        }
    }

    private static IEnumerable<string> Texts(SymbolBatch batch)
    {
        var ids = batch.Input.data<long>().ToArray();
        return ids.Chunk((int)batch.Input.size(1)).Select(row => new SymbolTokenizer().Decode(row));
    }

    private static int Shift(Example example) => (example.Output[0] - example.Input[0] + 16) % 16;
}
