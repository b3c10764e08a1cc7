using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Quickstart.Tests;

public sealed class NGramModelTests
{
    private const int Vocabulary = 7;

    /// <summary>A text over six of seven ids, of which two parts are learnt, and some of which follows only from few others.</summary>
    private static readonly int[] Text = MakeText();

    private static readonly Stretch[] Training = [new(0, 300), new(340, 700)];
    private static readonly Stretch[] HeldOut = [new(300, 340), new(700, 800)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void ProbabilitiesSumToOneAfterAnyContext(int length)
    {
        var model = new NGramModel(Text, Training, Vocabulary);
        var random = new Random(length);
        for (var round = 0; round < 200; round++)
        {
            // Id 6 never occurs, so that many of these contexts were never seen.
            var context = Enumerable.Range(0, length).Select(_ => random.Next(Vocabulary)).ToArray();
            var probabilities = Enumerable.Range(0, Vocabulary).Select(id => model.Probability(context, id)).ToArray();

            Assert.All(probabilities, probability => Assert.InRange(probability, double.Epsilon, 1));
            Assert.Equal(1, probabilities.Sum(), 12);
        }
    }

    [Fact]
    public void BitsAgreeWithTheFormulaComputedFromLists()
    {
        var expected = 0.0;
        foreach (var stretch in HeldOut)
        {
            for (var position = stretch.Start; position < stretch.End; position++)
            {
                expected -= Math.Log2(BruteForce(Text[(position - 3)..position], Text[position]));
            }
        }

        var actual = new NGramModel(Text, Training, Vocabulary).Bits(Text, HeldOut);

        Assert.Equal(expected, actual, 9);
        Assert.InRange(actual / 140, 0.5, Math.Log2(Vocabulary));
    }

    [Fact]
    public void ReadsNothingOutsideItsTrainingPart()
    {
        var changed = Text.ToArray();
        Array.Fill(changed, 6, 300, 40);
        Array.Fill(changed, 6, 700, 100);

        var expected = new NGramModel(Text, Training, Vocabulary).Bits(Text, HeldOut);

        Assert.Equal(expected, new NGramModel(changed, Training, Vocabulary).Bits(Text, HeldOut));
    }

    private static int[] MakeText()
    {
        var random = new Random(3);
        var text = new int[800];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = i > 1 && random.Next(4) > 0 ? (text[i - 1] + 2 * text[i - 2] + 1) % 6 : random.Next(6);
        }

        return text;
    }

    /// <summary>Interpolated Kneser-Ney with everything counted anew from a list of n-grams for each question.</summary>
    private static double BruteForce(int[] context, int id)
    {
        var shorter = context.Length == 0 ? 1.0 / Vocabulary : BruteForce(context[1..], id);
        var grams = Grams(context.Length + 1);
        var discount = Discount(grams);
        var followers = grams.Where(gram => gram.Key.StartsWith(Write(context), StringComparison.Ordinal)).ToList();
        if (followers.Count == 0)
        {
            return shorter;
        }

        double total = followers.Sum(gram => gram.Value);
        var count = grams.GetValueOrDefault(Write([.. context, id]));
        return Math.Max(0, count - discount) / total + discount * followers.Count / total * shorter;
    }

    /// <summary>
    /// The counts of n-grams: of four characters how often they occur; of fewer how many different longer ones end in them,
    /// and how many stretches begin with them.
    /// </summary>
    private static Dictionary<string, int> Grams(int length)
    {
        var grams = length == NGramModel.Order + 1
            ? Training.SelectMany(stretch => Enumerable.Range(stretch.Start, stretch.Length - length + 1))
                .Select(start => Write(Text[start..(start + length)]))
            : Grams(length + 1).Keys
                .Select(longer => longer[1..]).Concat(Training.Select(stretch => Write(Text[stretch.Start..(stretch.Start + length)])));
        return grams.GroupBy(gram => gram).ToDictionary(group => group.Key, group => group.Count());
    }

    private static double Discount(Dictionary<string, int> grams)
    {
        double once = grams.Values.Count(count => count == 1);
        double twice = grams.Values.Count(count => count == 2);
        return once > 0 && twice > 0 ? once / (once + 2 * twice) : 0.5;
    }

    private static string Write(int[] ids) => string.Concat(ids);
}
