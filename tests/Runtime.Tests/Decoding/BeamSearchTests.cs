using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests.Decoding;

/// <summary>With as many beams as there are sequences, beam search finds the likeliest of all.</summary>
public sealed class BeamSearchTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.0)]
    [InlineData(2.0)]
    public void WideBeamsFindTheBestOfAll(double lengthPenalty)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            manual_seed(seed);
            using var model = new BigramModel();
            model.eval();
            var options = new GenerationOptions { Beams = 5, MaxNewTokens = 2, LengthPenalty = lengthPenalty };
            Assert.Equal(Best(model, 1, options), model.Generate([1], options));
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.0)]
    [InlineData(3.0)]
    public void EndedSequencesAreComparedByTheirLength(double lengthPenalty)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            manual_seed(seed);
            using var model = new BigramModel();
            model.eval();
            var options = new GenerationOptions { Beams = 5, MaxNewTokens = 2, LengthPenalty = lengthPenalty, StopIds = [4] };
            Assert.Equal(Best(model, 2, options), model.Generate([2], options));
        }
    }

    [Fact]
    public void OneBeamIsGreedyAndMoreAreNoWorse()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            manual_seed(seed);
            using var model = new LstmModel();
            model.eval();
            var greedy = model.Generate([3], GenerationOptions.Greedy with { MaxNewTokens = 6 });
            var beams = model.Generate([3], GenerationOptions.Greedy with { MaxNewTokens = 6, Beams = 4 });
            Assert.True(LogProbability(model, 3, beams) >= LogProbability(model, 3, greedy) - 1e-5);
            Assert.Equal(6, beams.Count);
        }
    }

    [Fact]
    public void EachPromptIsSearchedWithWhatItWasGiven()
    {
        manual_seed(9);
        using var model = new RecurrentTranslationModel();
        model.eval();
        using var source = randint(0, 29, [3, 5]);
        using var conditioned = model.ConditionOn(source);
        long[][] prompts = [[1], [2, 3], [4]];
        var options = GenerationOptions.Greedy with { MaxNewTokens = 5, Beams = 3 };
        var together = Handles.Exactly(0, () => conditioned.GenerateBatch(prompts, options));
        for (var row = 0; row < 3; row++)
        {
            using var one = source.narrow(0, row, 1);
            using var alone = model.ConditionOn(one);
            Assert.Equal(alone.Generate(prompts[row], options), together[row]);
        }

        Assert.Equal(
            "The batch size of the conditions is 3, but there are 2 prompts: "
                + "give as many prompts as conditions, or conditions of batch size 1 for all prompts.",
            Assert.Throws<ArgumentException>(() => conditioned.GenerateBatch(prompts[..2], options)).Message);
        Assert.Equal(
            "The batch size of the conditions is 3, but there is 1 prompt: "
                + "give as many prompts as conditions, or conditions of batch size 1 for all prompts.",
            Assert.Throws<ArgumentException>(() => conditioned.Generate(prompts[0], options)).Message);
    }

    // Every sequence of the length, and every one that a stop ends before.
    private static IReadOnlyList<long> Best(BigramModel model, long prompt, GenerationOptions options)
    {
        var open = new List<IReadOnlyList<long>> { Array.Empty<long>() };
        var all = new List<(IReadOnlyList<long> Ids, double Score)>();
        for (var length = 1; length <= options.MaxNewTokens; length++)
        {
            var longer = open.SelectMany(ids => Enumerable.Range(0, 5).Select(id => (IReadOnlyList<long>)[.. ids, id])).ToList();
            foreach (var ids in longer.Where(ids => length == options.MaxNewTokens || options.StopIds.Contains(ids[^1])))
            {
                var kept = options.StopIds.Contains(ids[^1]) ? ids.SkipLast(1).ToList() : ids;
                all.Add((kept, LogProbability(model, prompt, ids) / Math.Pow(ids.Count, options.LengthPenalty)));
            }

            open = longer.Where(ids => !options.StopIds.Contains(ids[^1])).ToList();
        }

        return all.MaxBy(one => one.Score).Ids;
    }

    private static double LogProbability(nn.Module model, long prompt, IReadOnlyList<long> ids)
    {
        using var scope = NewDisposeScope();
        var logits = StepTests.Forward(model, [[prompt, .. ids.SkipLast(1)]]);
        var logarithms = logits[0].to(ScalarType.Float64).log_softmax(-1);
        return ids.Select((id, i) => logarithms[i, id].item<double>()).Sum();
    }
}
