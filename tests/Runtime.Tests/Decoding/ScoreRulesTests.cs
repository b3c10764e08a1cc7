using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Decoding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Decoding;

/// <summary>Each rule against its definition, computed with tensors as Hugging Face's logits processors are.</summary>
public sealed class ScoreRulesTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TopK(int seed)
    {
        var (scores, random) = Draw(seed);
        var k = random.Next(1, scores.Length + 1);
        AssertRule(scores, x => ScoreRules.KeepTop(x, k), x =>
        {
            var (top, _) = x.topk(k);
            return x.masked_fill(x.lt(top[-1]), float.NegativeInfinity);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TopP(int seed)
    {
        var (scores, random) = Draw(seed, distinct: true);
        var p = 0.02 + (0.97 * random.NextDouble());
        AssertRule(scores, x => ScoreRules.KeepNucleus(x, p), x =>
        {
            var (sorted, order) = x.to(ScalarType.Float64).sort(0, descending: false);
            var removed = sorted.softmax(0).cumsum(0).le(1 - p);
            removed[-1] = tensor(false);
            var mask = zeros_like(removed).scatter(0, order, removed);
            return x.masked_fill(mask, float.NegativeInfinity);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void MinP(int seed)
    {
        var (scores, random) = Draw(seed);
        var p = random.NextDouble();
        AssertRule(scores, x => ScoreRules.KeepLikely(x, p), x =>
        {
            var probabilities = x.to(ScalarType.Float64).softmax(0);
            return x.masked_fill(probabilities.lt(probabilities.max() * p), float.NegativeInfinity);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RepetitionPenalty(int seed)
    {
        var (scores, random) = Draw(seed);
        var ids = Enumerable.Range(0, 6).Select(_ => random.NextInt64(scores.Length)).ToArray();
        AssertRule(scores, x => ScoreRules.Penalize(x, new HashSet<long>(ids), 1.3), x =>
        {
            var index = tensor(ids);
            var chosen = x.gather(0, index);
            return x.scatter(0, index, where(chosen.lt(0), chosen * 1.3f, chosen / 1.3f));
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void PointsOfTheIntervalBelongToIdsByTheirProbability(int seed)
    {
        var (scores, random) = Draw(seed);
        ScoreRules.KeepTop(scores, Math.Max(1, scores.Length / 2));
        using var all = tensor(scores, dtype: ScalarType.Float64);
        using var shares = all.softmax(0);
        using var ends = shares.cumsum(0);
        var limits = ends.data<double>().ToArray();
        for (var i = 0; i < 50; i++)
        {
            var point = random.NextDouble();
            var expected = Array.FindIndex(limits, limit => point < limit);
            if (Math.Abs(limits[expected] - point) > 1e-6)
            {
                Assert.Equal(expected, ScoreRules.At(scores, point));
            }
        }

        Assert.Equal(all.argmax().item<long>(), ScoreRules.ArgMax(scores));
        Assert.Equal(all.logsumexp(0).item<double>(), ScoreRules.LogSumExp(scores), 1e-9);
    }

    [Fact]
    public void OneIdStaysWhateverIsAsked()
    {
        float[] scores = [1, 5, 2];
        ScoreRules.KeepNucleus(scores, 1e-9);
        Assert.Equal([float.NegativeInfinity, 5, float.NegativeInfinity], scores);
        ScoreRules.KeepTop(scores, 1);
        ScoreRules.KeepLikely(scores, 1);
        Assert.Equal(5, scores[1]);
    }

    private static (float[] Scores, Random Random) Draw(int seed, bool distinct = false)
    {
        var random = new Random(seed);
        var count = random.Next(2, 400);
        var scores = Enumerable.Range(0, count).Select(i => (float)((random.NextDouble() * 12) - 6)).ToArray();

        // Equal scores, and some that are excluded already.
        for (var i = 0; i < count / 5 && !distinct; i++)
        {
            scores[random.Next(count)] = scores[random.Next(count)];
        }

        return (scores, random);
    }

    private delegate void Rule(Span<float> scores);

    private static void AssertRule(float[] scores, Rule rule, Func<Tensor, Tensor> definition)
    {
        using var scope = NewDisposeScope();
        var expected = definition(tensor(scores)).data<float>().ToArray();
        var actual = (float[])scores.Clone();
        rule(actual);
        for (var i = 0; i < scores.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }
}
