using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Tasks.Tests;

public sealed class LanguagesTests
{
    [Fact]
    public void Messages_of_the_SDK_are_read_in_six_languages_without_a_text_in_two()
    {
        var texts = SdkMessages.Read(SdkMessages.FindSdk(), maximumBytes: 64);

        Assert.Equal(SdkMessages.Languages.Order(), texts.Select(text => text.Language).Distinct().Order());
        Assert.All(SdkMessages.Languages, language => Assert.True(texts.Count(text => text.Language == language) > 1000));
        Assert.All(texts, text => Assert.InRange(text.Bytes.Length, 20, 64));
        var strings = texts.Select(text => new UTF8Encoding(false, true).GetString(text.Bytes)).ToList();
        Assert.Equal(strings.Count, strings.Distinct().Count());
        Assert.Contains(strings, text => text.Contains("für", System.StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_and_its_translations_are_on_one_side_of_the_split()
    {
        var texts = SdkMessages.Read(SdkMessages.FindSdk(), maximumBytes: 64);

        // Translations of one message are of one group, and a group has at most a few messages that share a text.
        var groups = texts.GroupBy(text => text.Group).ToList();
        Assert.True(groups.Count > 1000, $"{groups.Count} groups");
        Assert.True(groups.Count(group => group.Select(text => text.Language).Distinct().Count() == 6) > groups.Count / 2);
        Assert.True(groups.Max(group => group.Count()) < texts.Count / 20, "one group has a large part of all texts");

        var (known, test) = Dataset.Of(texts).SplitByGroup(text => text.Group, 0.2, seed: 1);
        var trained = known.AsEnumerable().Select(text => Encoding.UTF8.GetString(text.Bytes)).ToHashSet();
        Assert.DoesNotContain(test.AsEnumerable(), text => trained.Contains(Encoding.UTF8.GetString(text.Bytes)));
        Assert.Empty(
            known.AsEnumerable().Select(text => text.Group).Intersect(test.AsEnumerable().Select(text => text.Group)));
    }

    [Fact]
    public void Padding_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = new LanguageClassifier(3);
        model.eval();
        var padded = Collation.Pad<long>([[104, 105], [115, 97, 108, 117, 116]]);
        var alone = model.call(tensor(new long[,] { { 104, 105 } }), tensor(new long[] { 2 }));

        var together = model.call(padded.Values, padded.Lengths);

        Assert.InRange((alone[0] - together[0]).abs().max().item<float>(), 0, 1e-6f);
    }

    [Fact]
    public void Two_made_up_languages_are_learned_and_the_scores_are_those_of_the_matrix()
    {
        List<LabeledText> texts = [];
        var random = new System.Random(1);
        for (var group = 0; group < 120; group++)
        {
            foreach (var (language, letters) in new[] { ("vowels", "aeiou "), ("consonants", "bcdfg ") })
            {
                var bytes = Enumerable.Range(0, random.Next(4, 30)).Select(_ => (byte)letters[random.Next(6)]).ToArray();
                texts.Add(new(bytes, language, $"{group}"));
            }
        }

        var (scores, classes, confusion) = Quiet.Run(() => Languages.Run(texts, steps: 60, seed: 1));

        Assert.Equal(["consonants", "vowels"], classes.Names);
        Assert.Equal(2 * 24, confusion.Cast<long>().Sum());
        Assert.Equal((confusion[0, 0] + confusion[1, 1]) / 48.0, scores[1].Values[0].Value, 6);
        Assert.True(scores[1].Values[0].Value > 0.9, $"{scores[1]}");
        Assert.True(scores[0].Values[1].Value > 0.9, $"{scores[0]}");
    }
}
