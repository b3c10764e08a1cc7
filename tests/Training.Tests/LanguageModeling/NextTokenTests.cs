using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.LanguageModeling;

public sealed class NextTokenTests
{
    [Fact]
    public void EachTokenHasTheOneAfterItForATarget()
    {
        using var ids = tensor(new long[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        var (input, target) = Handles.Exactly(2, () => NextToken.Shift(ids), ids);
        using (input)
        using (target)
        {
            Assert.Equal([1L, 2, 4, 5], input.data<long>().ToArray());
            Assert.Equal([2L, 3, 5, 6], target.data<long>().ToArray());
        }
    }

    [Fact]
    public void OneTokenHasNoNext()
    {
        using var one = zeros(4, 1, dtype: ScalarType.Int64);
        Assert.StartsWith(
            "A sequence needs at least two tokens, but the ids are (4, 1)",
            Assert.Throws<ArgumentException>(() => NextToken.Shift(one)).Message);
    }

    [Fact]
    public void RowsHaveOneLengthAndLoseNothing()
    {
        long[][] documents = [[1, 2, 3], [], [4, 5], [6, 7, 8, 9]];
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8]], Packing.Rows(documents, 4));
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8], [9, 0, 0, 0]], Packing.Rows(documents, 4, padding: 0));
        Assert.Equal([[1, 2, 3, 99, 99], [4, 5, 99, 6, 7], [8, 9, 99, -1, -1]], Packing.Rows(documents, 5, separator: 99, padding: -1));
        Assert.Empty(Packing.Rows([], 4, separator: 99, padding: 0));
    }

    [Fact]
    public void DocumentsAreReadAsRowsAreAskedFor()
    {
        static IEnumerable<IEnumerable<long>> Endless()
        {
            for (var i = 0L; ; i++)
            {
                yield return [i];
            }
        }

        Assert.Equal([[0, 1, 2], [3, 4, 5]], Packing.Rows(Endless(), 3).Take(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Packing.Rows([], 0));
    }

    [Fact]
    public void PerplexityIsOverTokensNotBatches()
    {
        var perplexity = new Perplexity();
        Assert.True(double.IsNaN(perplexity.Value));
        perplexity.Add(Math.Log(2), 30);
        perplexity.Add(Math.Log(8), 10);
        perplexity.Add(double.NaN, 0);
        Assert.Equal(40, perplexity.Tokens);
        Assert.Equal(1.5, perplexity.Bits, 12);
        Assert.Equal(Math.Pow(2, 1.5), perplexity.Value, 12);
    }

    [Fact]
    public void IgnoredTargetsAreNoTokens()
    {
        using var logits = tensor(new double[,] { { 0, 0 }, { 0, Math.Log(3) }, { 5, 1 } });
        using var target = tensor(new long[] { 0, 1, -100 });
        using var loss = nn.functional.cross_entropy(logits, target);
        var perplexity = new Perplexity();
        Handles.Exactly(1, () =>
        {
            perplexity.Add(loss, target);
            return perplexity;
        });
        Assert.Equal(2, perplexity.Tokens);
        Assert.Equal(Math.Sqrt(2 * 4 / 3.0), perplexity.Value, 9);

        using var each = zeros(3);
        Assert.Throws<ArgumentException>(() => perplexity.Add(each, target));
        perplexity.Reset();
        Assert.Equal(0, perplexity.Tokens);
    }
}
