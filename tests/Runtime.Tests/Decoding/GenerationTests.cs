using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ModelGen.Decoding;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Decoding;

public sealed class GenerationTests
{
    private static readonly long[] Prompt = [17, 3, 120, 55, 201];

    [Fact]
    public void Gpt2IsContinuedAsByPyTorch()
    {
        using var reference = Reference.Load("gpt2_tiny");
        using var model = new GptModel();
        Reference.LoadInto(model, key => Gpt2NumbersTests.Weight(reference, key));
        model.eval();

        long[] expected = [201, 25, 84, 92, 33, 55, 159, 159, 170, 37, 37, 37, 37, 120, 77, 77, 165, 159, 159, 159];
        Assert.Equal(expected, model.Generate(Prompt, GenerationOptions.Greedy with { MaxNewTokens = 20 }));
        Assert.Equal(expected[..6], model.Generate(Prompt, GenerationOptions.Greedy with { MaxNewTokens = 20, StopIds = [159] }));
        Assert.Equal(expected, model.Stream(Prompt, GenerationOptions.Greedy with { MaxNewTokens = 20 }));
    }

    [Fact]
    public void PromptsTogetherGiveWhatEachGivesAlone()
    {
        foreach (var name in new[] { nameof(GptModel), nameof(LstmModel), nameof(LlamaModel) })
        {
            using var module = StepTests.New(name);
            var model = (ILanguageModel)module;
            long[][] prompts = [[1, 2, 3], [4], [5, 6, 7, 8, 9]];
            var stop = model.Generate(prompts[0], GenerationOptions.Greedy with { MaxNewTokens = 10 })[4];
            var options = GenerationOptions.Greedy with { MaxNewTokens = 10, StopIds = [stop] };
            var together = model.GenerateBatch(prompts, options);
            for (var row = 0; row < 3; row++)
            {
                Assert.Equal(model.Generate(prompts[row], options), together[row]);
            }
        }
    }

    [Fact]
    public void TheSameSeedDrawsTheSame()
    {
        using var module = StepTests.New(nameof(GruModel));
        var model = (ILanguageModel)module;
        var options = new GenerationOptions { Seed = 5, MaxNewTokens = 12, TopK = 9, TopP = 0.9 };
        var drawn = model.Generate([1, 2], options);
        Assert.Equal(drawn, model.Generate([1, 2], options));
        Assert.NotEqual(drawn, model.Generate([1, 2], options with { Seed = 6 }));
    }

    [Fact]
    public void WhatIsDrawnFollowsTheProbabilities()
    {
        using var model = new BigramModel();
        using (no_grad())
        {
            model.get_parameter("embedding.weight")!.fill_(0);
            using var row = model.get_parameter("embedding.weight")!.select(0, 1);
            using var logarithms = tensor([0.1f, 0.4f, 0.2f, 0.05f, 0.25f]).log();
            row.copy_(logarithms);
        }

        model.eval();
        var counts = new int[5];
        var drawn = model.GenerateBatch(Enumerable.Repeat((IReadOnlyList<long>)new long[] { 1 }, 20000).ToList(),
            new GenerationOptions { Seed = 1, MaxNewTokens = 1 });
        foreach (var ids in drawn)
        {
            counts[ids[0]]++;
        }

        // Within five standard deviations of each share.
        double[] shares = [0.1, 0.4, 0.2, 0.05, 0.25];
        for (var id = 0; id < 5; id++)
        {
            Assert.InRange(counts[id] / 20000.0, shares[id] - (5 * Math.Sqrt(shares[id] / 20000)),
                shares[id] + (5 * Math.Sqrt(shares[id] / 20000)));
        }
    }

    [Fact]
    public void AStopStringEnds()
    {
        using var module = StepTests.New(nameof(LstmModel));
        var model = (ILanguageModel)module;
        var all = model.Generate([1], GenerationOptions.Greedy with { MaxNewTokens = 12 });
        string Text(IReadOnlyList<long> ids) => string.Concat(ids.Select(id => (char)('A' + id)));
        var stop = Text(all).Substring(2, 2);
        var stopped = model.Generate([1], GenerationOptions.Greedy with { MaxNewTokens = 12, StopStrings = [stop], Decode = Text });
        Assert.Equal(all.Take(Text(all).IndexOf(stop, StringComparison.Ordinal) + 2), stopped);
    }

    [Fact]
    public void AFullContextStopsOrSlides()
    {
        using var module = StepTests.New(nameof(GptModel));
        var model = (ILanguageModel)module;
        var options = GenerationOptions.Greedy with { MaxNewTokens = 100 };
        var stopped = model.Generate(Prompt, options);
        Assert.Equal(64 - Prompt.Length + 1, stopped.Count);

        var slid = model.Generate(Prompt, options with { Overflow = ContextOverflow.Slide });
        Assert.Equal(100, slid.Count);
        Assert.Equal(stopped, slid.Take(stopped.Count));

        // After the 64th position the last 32 are read again.
        long[] tail = [.. Prompt.Concat(slid.Take(60)).TakeLast(32)];
        Assert.Equal(model.Generate(tail, options with { MaxNewTokens = 1 }), slid.Skip(60).Take(1));
    }

    [Fact]
    public async Task AStreamCanBeCancelledAndItsDecodingGoesOn()
    {
        using var module = StepTests.New(nameof(LstmModel));
        var model = (ILanguageModel)module;
        using var decoding = model.NewDecoding();
        using var source = new CancellationTokenSource();
        var read = new List<long>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var id in model.StreamAsync([1, 2], GenerationOptions.Greedy with { MaxNewTokens = 30 }, decoding, source.Token))
            {
                read.Add(id);
                if (read.Count == 4)
                {
                    await source.CancelAsync();
                }
            }
        });
        Assert.Equal(4, read.Count);

        var on = model.Generate([1, 2, .. read], GenerationOptions.Greedy with { MaxNewTokens = 5 }, decoding);
        Assert.Equal(model.Generate([1, 2], GenerationOptions.Greedy with { MaxNewTokens = 9 }), read.Concat(on));
    }

    [Fact]
    public void NothingStaysBehind()
    {
        using var module = StepTests.New(nameof(MixedModel));
        var model = (ILanguageModel)module;
        model.Generate([1], GenerationOptions.Greedy with { MaxNewTokens = 2 });
        Handles.None(() =>
        {
            model.GenerateBatch([[1, 2, 3], [4]], new GenerationOptions { MaxNewTokens = 6, TopK = 5, Seed = 2 });
            model.Generate([1, 2], GenerationOptions.Greedy with { MaxNewTokens = 4, Beams = 3 });
            Assert.Equal(3, model.Stream([1, 2], new GenerationOptions { MaxNewTokens = 20 }).Take(3).Count());
        });
    }

    public static TheoryData<GenerationOptions, string> BadOptions => new()
    {
        { new() { Temperature = -1 }, "Temperature must be at least 0, which is greedy; it is -1." },
        { new() { Temperature = double.NaN }, "Temperature must be at least 0, which is greedy; it is NaN." },
        { new() { TopK = -1 }, "TopK must be 0, for all ids, to 211, the vocabulary; it is -1." },
        { new() { TopK = 212 }, "TopK must be 0, for all ids, to 211, the vocabulary; it is 212." },
        { new() { TopP = 0 }, "TopP must be above 0 and at most 1, for all ids; it is 0." },
        { new() { TopP = 1.5 }, "TopP must be above 0 and at most 1, for all ids; it is 1.5." },
        { new() { MinP = 2 }, "MinP must be from 0, for all ids, to 1; it is 2." },
        { new() { RepetitionPenalty = 0 }, "RepetitionPenalty must be above 0, and 1 for no penalty; it is 0." },
        { new() { Beams = 0 }, "Beams must be 1, for no beam search, to 211, the vocabulary; it is 0." },
        { new() { MaxNewTokens = -1 }, "MaxNewTokens must be 0 or more; it is -1." },
        { new() { StopStrings = ["x"] }, "StopStrings are compared with the generated text: set Decode to convert ids to text." },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void OptionsOutOfRangeAreRefused(GenerationOptions options, string message)
    {
        using var module = StepTests.New(nameof(GptModel));
        var model = (ILanguageModel)module;
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => model.Generate(Prompt, options)).Message);
        Assert.ThrowsAny<ArgumentException>(() => model.Stream(Prompt, options));
    }

    [Fact]
    public void BadPromptsAreRefused()
    {
        using var module = StepTests.New(nameof(GptModel));
        var model = (ILanguageModel)module;
        Assert.StartsWith("The prompt is empty", Assert.Throws<ArgumentException>(() => model.Generate(Array.Empty<long>())).Message);
        Assert.StartsWith("Prompt 1 is empty", Assert.Throws<ArgumentException>(() => model.GenerateBatch([[1], []])).Message);
        Assert.StartsWith("Id 211 at 1 is outside", Assert.Throws<ArgumentOutOfRangeException>(() => model.Generate([3, 211])).Message);
        Assert.StartsWith("Id -1 at 0 is outside", Assert.Throws<ArgumentOutOfRangeException>(() => model.Generate([-1])).Message);
        Assert.StartsWith("The prompt has 65 ids, but the model has 64 positions",
            Assert.Throws<ArgumentException>(() => model.Generate(new long[65])).Message);
        module.train();
        Assert.Contains("call eval()", Assert.Throws<InvalidOperationException>(() => model.Generate(Prompt)).Message);
    }

    [Fact]
    public void ScoresThatAreNoNumbersAreToldAndTheDecodingIsUsable()
    {
        using var module = StepTests.New(nameof(GptModel));
        var model = (ILanguageModel)module;
        var weight = module.get_parameter("layerNorm.weight")!;
        using var kept = weight.detach().clone();
        using var decoding = model.NewDecoding();
        using (no_grad())
        {
            weight.fill_(float.NaN);
        }

        Assert.StartsWith("The model's scores for position 5 contain NaN or infinity",
            Assert.Throws<GenerationException>(() => model.Generate(Prompt, null, decoding)).Message);
        using (no_grad())
        {
            weight.copy_(kept);
        }

        var options = GenerationOptions.Greedy with { MaxNewTokens = 4 };
        Assert.Equal(model.Generate(Prompt, options), model.Generate(Prompt, options, decoding));
        var all = Enumerable.Range(0, 211).Select(id => (long)id).ToArray();
        Assert.StartsWith("No id is left for position 5",
            Assert.Throws<GenerationException>(() => model.Generate(Prompt, options with { BannedIds = all })).Message);
    }
}
