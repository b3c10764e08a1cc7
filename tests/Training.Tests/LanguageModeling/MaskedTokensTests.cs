using System;
using System.Linq;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.LanguageModeling;

public sealed class MaskedTokensTests
{
    private const int Vocabulary = 1000;
    private const long Mask = 103;

    [Fact]
    public void EightyTenTen()
    {
        // Ids above 200, so that a mask among the inputs can only come from masking.
        using var generator = new Generator(7);
        using var ids = randint(200, Vocabulary, [400, 500], dtype: ScalarType.Int64, generator: generator);
        var (input, target) = MaskedTokens.Mask(ids, Vocabulary, Mask, generator: generator);
        using (input)
        using (target)
        {
            var (was, sees, wanted) = (ids.data<long>().ToArray(), input.data<long>().ToArray(), target.data<long>().ToArray());
            var chosen = Enumerable.Range(0, was.Length).Where(i => wanted[i] != MaskedTokens.Ignored).ToList();
            Assert.All(chosen, i => Assert.Equal(was[i], wanted[i]));
            Assert.All(Enumerable.Range(0, was.Length).Except(chosen), i => Assert.Equal(was[i], sees[i]));

            // Four standard deviations of the binomial distribution.
            AssertShare(0.15, chosen.Count, was.Length);
            var masked = chosen.Count(i => sees[i] == Mask);
            var kept = chosen.Count(i => sees[i] == was[i]);
            AssertShare(0.8 + (0.1 / Vocabulary), masked, chosen.Count);
            AssertShare(0.1 + (0.1 / Vocabulary), kept, chosen.Count);
            Assert.Contains(chosen, i => sees[i] < 100);
        }
    }

    [Fact]
    public void SpecialTokensAreNeverChosen()
    {
        using var generator = new Generator(1);
        using var ids = tensor(new long[,] { { 101, 5, 6, 102, 0, 0 }, { 101, 7, 102, 0, 0, 0 } });
        var (input, target) =
            MaskedTokens.Mask(ids, Vocabulary, Mask, [0, 101, 102], probability: 1, maskShare: 1, randomShare: 0, generator: generator);
        Assert.Equal([101L, Mask, Mask, 102, 0, 0, 101, Mask, 102, 0, 0, 0], input.data<long>().ToArray());
        Assert.Equal([-100L, 5, 6, -100, -100, -100, -100, 7, -100, -100, -100, -100], target.data<long>().ToArray());
        input.Dispose();
        target.Dispose();
    }

    [Fact]
    public void ASeedRepeatsAndTheIdsStay()
    {
        using var ids = arange(0, 60, dtype: ScalarType.Int64).reshape(4, 15);
        var (first, second) = (Draw(ids, 3), Draw(ids, 3));
        Assert.Equal(first, second);
        Assert.NotEqual(first, Draw(ids, 4));
    }

    [Theory]
    [InlineData(1000, 0.15, 0.8, 0.1, "the mask must be one of the 1000 ids, got 1000")]
    [InlineData(3, 1.5, 0.8, 0.1, "it must be from 0 to 1, got 1.5")]
    [InlineData(3, 0.15, -0.1, 0.1, "it must be from 0 to 1, got -0.1")]
    [InlineData(3, 0.15, 0.8, 0.3, "it must be from 0 to 1 - maskShare, 0.2, got 0.3")]
    [InlineData(3, double.NaN, 0.8, 0.1, "it must be from 0 to 1, got NaN")]
    public void WhatIsNoShareIsRefused(long mask, double probability, double masked, double random, string message)
    {
        using var ids = zeros(2, 3, dtype: ScalarType.Int64);
        var fault =
            Handles.Exactly(
                0, () =>
                    Assert.Throws<ArgumentOutOfRangeException>(
                        () => MaskedTokens.Mask(ids, Vocabulary, mask, [], probability, masked, random)), ids);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IdsAreIntegers()
    {
        using var floats = zeros(2, 3);
        Assert.Throws<ShapeMismatchException>(() => MaskedTokens.Mask(floats, Vocabulary, Mask));
    }

    private static long[] Draw(Tensor ids, ulong seed)
    {
        using var generator = new Generator(seed);
        var (input, target) = Handles.Exactly(2, () => MaskedTokens.Mask(ids, 1000, 999, generator: generator), ids);
        long[] all = [.. input.data<long>(), .. target.data<long>()];
        input.Dispose();
        target.Dispose();
        return all;
    }

    private static void AssertShare(double expected, int count, int of) =>
        Assert.InRange(
            (double)count / of, expected - (4 * Math.Sqrt(expected * (1 - expected) / of)),
            expected + (4 * Math.Sqrt(expected * (1 - expected) / of)));
}
