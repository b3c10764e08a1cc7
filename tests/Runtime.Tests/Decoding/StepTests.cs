using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Decoding;
using ModelGen.Runtime.Tests.Adapters;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Decoding;

/// <summary>Steps compute what <c>forward</c> computes, however the sequence is cut into pieces.</summary>
public sealed class StepTests
{
    private static readonly Dictionary<string, Func<nn.Module>> Create = new()
    {
        [nameof(GptModel)] = () => new GptModel(),
        [nameof(LlamaModel)] = () => new LlamaModel(),
        [nameof(WindowModel)] = () => new WindowModel(),
        [nameof(PositionsModel)] = () => new PositionsModel(),
        [nameof(LstmModel)] = () => new LstmModel(),
        [nameof(GruModel)] = () => new GruModel(23),
        [nameof(RnnModel)] = () => new RnnModel(),
        [nameof(BigramModel)] = () => new BigramModel(),
        [nameof(MixedModel)] = () => new MixedModel(),
        [nameof(SmallGptLora)] = () => AdapterBehaviourTests.Trained(),
    };

    public static TheoryData<string> Models => [.. Create.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void PiecesAgreeWithTheWhole(string name)
    {
        using var model = New(name);
        var language = (ILanguageModel)model;
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var rows = Rows(random, random.Next(1, 4), random.Next(1, 30), language.Vocabulary);
            using var whole = Forward(model, rows);
            using var decoding = language.NewDecoding();
            for (var start = 0; start < rows[0].Length;)
            {
                var length = random.Next(1, Math.Min(8, rows[0].Length - start) + 1);
                using var piece = decoding.AppendAll(rows.Select(row => row[start..(start + length)]).ToArray());
                using var expected = whole.narrow(1, start, length);
                AssertAgree(expected, piece, $"{name}, seed {seed}, positions {start} to {start + length - 1}");
                start += length;
            }

            Assert.Equal(rows[0].Length, decoding.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void PaddedRowsAgreeWithEachAlone(string name)
    {
        using var model = New(name);
        var language = (ILanguageModel)model;
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            var prompts = Enumerable.Range(0, 3).Select(_ => Rows(random, 1, random.Next(1, 9), language.Vocabulary)[0]).ToArray();
            var next = Rows(random, 3, 4, language.Vocabulary);
            using var together = language.NewDecoding();
            using var first = together.Start(prompts);
            var later = Enumerable.Range(0, 4).Select(i => together.Append(next.Select(row => row[i]).ToArray())).ToArray();
            for (var row = 0; row < 3; row++)
            {
                using var alone = Forward(model, [[.. prompts[row], .. next[row]]]);
                for (var i = -1; i < 4; i++)
                {
                    using var expected = alone[0, prompts[row].Length + i];
                    using var actual = (i < 0 ? first : later[i])[row];
                    AssertAgree(expected, actual, $"{name}, seed {seed}, row {row}, {i + 1} after the prompt");
                }
            }

            Array.ForEach(later, scores => scores.Dispose());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnEncoderIsReadOnce(int rows)
    {
        manual_seed(7);
        using var model = new TranslationModel();
        model.eval();
        using var quiet = no_grad();
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            using var source = randint(0, 29, [rows, 6]);
            using var padding = seed % 2 == 0 ? null : tensor(Enumerable.Range(0, rows * 6).Select(i => i % 6 >= 4).ToArray(), [rows, 6]);
            var target = Rows(random, rows, 9, 37);
            using var ids = tensor(target.SelectMany(row => row).ToArray(), [rows, 9]);
            using var whole = model.call(source, ids, padding);
            using var conditioned = model.ConditionOn(source, padding);
            using var decoding = conditioned.NewDecoding();
            foreach (var (start, length) in new[] { (0, 4), (4, 1), (5, 1), (6, 3) })
            {
                using var piece = decoding.AppendAll(target.Select(row => row[start..(start + length)]).ToArray());
                using var expected = whole.narrow(1, start, length);
                AssertAgree(expected, piece, $"seed {seed}, positions from {start}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    public void ADecoderBeginsInTheStatesOfTheEncoder(int sources, int prompts)
    {
        manual_seed(8);
        using var model = new RecurrentTranslationModel();
        model.eval();
        using var quiet = no_grad();
        using var source = randint(0, 29, [sources, 6]);
        using var all = source.expand(prompts, 6);
        var target = Rows(new Random(prompts), prompts, 7, 37);
        using var ids = tensor(target.SelectMany(row => row).ToArray(), [prompts, 7]);
        using var whole = model.call(all, ids);
        using var conditioned = model.ConditionOn(source);
        using var decoding = conditioned.NewDecoding();
        foreach (var (start, length) in new[] { (0, 3), (3, 1), (4, 3) })
        {
            using var piece = decoding.AppendAll(target.Select(row => row[start..(start + length)]).ToArray());
            using var expected = whole.narrow(1, start, length);
            AssertAgree(expected, piece, $"{sources} sources, {prompts} prompts, positions from {start}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WhatPromptsHaveInCommonIsNotComputedAgain(string name)
    {
        using var model = New(name);
        var language = (ILanguageModel)model;
        var random = new Random(3);
        var ids = Rows(random, 1, 12, language.Vocabulary)[0];
        using var decoding = language.NewDecoding();
        foreach (var prompt in new long[][] { ids[..5], ids[..9], [.. ids[..3], .. ids[8..12]], ids[..2], ids[..2], ids })
        {
            using var scores = decoding.Start([prompt]);
            using var whole = Forward(model, [prompt]);
            using var expected = whole[0, -1];
            using var actual = scores[0];
            AssertAgree(expected, actual, name);
            Assert.Equal(prompt, decoding.Ids(0));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void SequencesCanBeReordered(string name)
    {
        using var model = New(name);
        var language = (ILanguageModel)model;
        var rows = Rows(new Random(4), 3, 6, language.Vocabulary);
        using var decoding = language.NewDecoding();
        decoding.Start(rows.Select(row => row[..4]).ToArray()).Dispose();
        decoding.Reorder([2, 2, 0, 1]);
        using var scores = decoding.Append([rows[2][4], rows[2][5], rows[0][4], rows[1][4]]);
        using var whole = Forward(model,
            [[.. rows[2][..4], rows[2][4]], [.. rows[2][..4], rows[2][5]], [.. rows[0][..5]], [.. rows[1][..5]]]);
        using var expected = whole.select(1, -1);
        AssertAgree(expected, scores, name);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void OnlyTheStateAndTheScoresStayAlive(string name)
    {
        using var model = New(name);
        var language = (ILanguageModel)model;
        var rows = Rows(new Random(5), 2, 8, language.Vocabulary);
        Handles.None(() =>
        {
            using var decoding = language.NewDecoding();
            decoding.Start([rows[0][..3], rows[1][..5]]).Dispose();
            decoding.Append([1, 2]).Dispose();
            decoding.Reorder([1, 0]);
            decoding.AppendAll([rows[0][5..], rows[1][5..]]).Dispose();
            decoding.Truncate(0);
        });

        // Of the caches, everything is there after the first step.
        using var kept = language.NewDecoding();
        kept.Start(rows).Dispose();
        Handles.Exactly(1, () => kept.Append([1, 2])).Dispose();
    }

    [Fact]
    public void MemoryIsStatedInAdvance()
    {
        using var model = New(nameof(GptModel));
        using var decoding = ((ILanguageModel)model).NewDecoding();

        // Two blocks, keys and values, 4 heads of 16 features, in steps of 64 positions.
        Assert.Equal(2 * 2 * 3 * 4 * 64 * 16 * 4, decoding.BytesFor(3, 40));
        using var lstm = New(nameof(LstmModel));
        using var recurrence = ((ILanguageModel)lstm).NewDecoding();
        Assert.Equal(2 * 2 * 3 * 16 * 4, recurrence.BytesFor(3, 1000));
    }

    /// <summary>A prompt takes what was stated, and a sequence that grows at most twice that.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void WhatIsHeldIsWhatWasStated(int prompt)
    {
        using var cache = new KeyValueCache(heads: 2, headDim: 3);
        using var first = zeros(5, 2, prompt, 3);
        using var next = zeros(5, 2, 1, 3);
        cache.Append(first, first);
        Assert.Equal(cache.BytesFor(5, prompt, elementSize: 4), Held());
        for (var length = prompt + 1; length < 700; length++)
        {
            cache.Append(next, next);
            Assert.InRange(Held(), cache.BytesFor(5, length, elementSize: 4), 2 * cache.BytesFor(5, length, elementSize: 4));
        }

        long Held()
        {
            using var keys = cache.Keys();
            return 2 * 5 * keys.stride(0) * keys.element_size();
        }
    }

    [Fact]
    public void TruncatingGoesBack()
    {
        using var model = New(nameof(WindowModel));
        var rows = Rows(new Random(6), 2, 10, 37);
        using var decoding = ((ILanguageModel)model).NewDecoding();
        decoding.Start(rows).Dispose();
        Assert.Equal(4, decoding.Truncate(4));
        using var piece = decoding.AppendAll([rows[0][4..7], rows[1][4..7]]);
        using var whole = Forward(model, rows);
        using var expected = whole.narrow(1, 4, 3);
        AssertAgree(expected, piece, "after going back");

        using var lstm = New(nameof(LstmModel));
        using var recurrence = ((ILanguageModel)lstm).NewDecoding();
        recurrence.Start(rows).Dispose();
        Assert.Equal(0, recurrence.Truncate(4));
        Assert.Equal(0, recurrence.Length);
    }

    [Fact]
    public void AFailureLeavesADecodingThatStartsAgain()
    {
        using var model = New(nameof(GptModel));
        using var decoding = ((ILanguageModel)model).NewDecoding();
        decoding.Start([[1, 2, 3]]).Dispose();
        Assert.Contains("vocabulary", Assert.Throws<ArgumentOutOfRangeException>(() => decoding.Append([211])).Message);
        Assert.Equal(3, decoding.Length);
        model.train();
        Assert.Contains("eval()", Assert.Throws<InvalidOperationException>(() => decoding.Append([4])).Message);
        model.eval();
        decoding.AppendAll([Enumerable.Repeat(5L, 61).ToArray()]).Dispose();
        Assert.Contains("64 positions", Assert.Throws<ArgumentException>(() => decoding.Append([4])).Message);
        using var scores = decoding.Start([[1, 2, 4]]);
        using var whole = Forward(model, [[1, 2, 4]]);
        using var expected = whole.select(1, -1);
        AssertAgree(expected, scores, "after failures");
    }

    internal static nn.Module New(string name)
    {
        manual_seed(name.Length);
        var model = Create[name]();
        model.eval();
        return model;
    }

    internal static long[][] Rows(Random random, int count, int length, long vocabulary)
        => Enumerable.Range(0, count)
            .Select(_ => Enumerable.Range(0, length).Select(_ => random.NextInt64(Math.Min(vocabulary, 37))).ToArray()).ToArray();

    internal static Tensor Forward(nn.Module model, long[][] rows)
    {
        using var quiet = no_grad();
        using var ids = tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, rows[0].Length]);
        return ((nn.Module<Tensor, Tensor>)model).call(ids);
    }

    private static void AssertAgree(Tensor expected, Tensor actual, string name)
    {
        using var largest = expected.abs();
        using var maximum = largest.max();
        Agreement.Assert(actual, expected, 1e-4 * Math.Max(1, maximum.item<float>()), name);
    }
}
