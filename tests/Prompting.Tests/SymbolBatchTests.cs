using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Prompting.Tests;

public sealed class SymbolBatchTests
{
    [Fact]
    public void Targets_are_the_outputs_that_can_be_known()
    {
        using var words = SymbolBatch.Of(WordTask.Copying, [[new("abc", "abc"), new("def", "def")]]);
        Assert.Equal("abc>abc;def>def;", Text(words.Input));
        Assert.Equal("...abc.....def..", Text(words.Target));

        // The value of a key is random until it is shown.
        using var recall = SymbolBatch.Of(new RecallTask(), [[new("a", "f"), new("c", "b"), new("a", "f"), new("c", "b")]]);
        Assert.Equal("af;cb;af;cb;", Text(recall.Input));
        Assert.Equal("......f..b..", Text(recall.Target));
    }

    [Fact]
    public void A_question_counts_without_examples()
    {
        using var batch = SymbolBatch.Of(new RecallTask(), [[new("a", "f")], [new("a", "b")]]);
        using var logits = zeros(2, 3, SymbolTokenizer.Vocabulary);
        logits[0, 0, 5] = 1;

        Assert.Equal(1, batch.Correct(logits));
    }

    /// <summary>What is counted in one pass is what greedy decoding writes, symbol after symbol.</summary>
    [Fact]
    public void Answers_are_counted_as_greedy_decoding_writes_them()
    {
        manual_seed(3);
        using var model = new SymbolGpt(SymbolTokenizer.Vocabulary);
        model.eval();
        var random = new Random(1);
        var tokenizer = new SymbolTokenizer();
        var prompts = new List<IReadOnlyList<Example>>();
        var decoded = 0;
        for (var i = 0; i < 24; i++)
        {
            // Some outputs are what this model writes, so that it is right there.
            var examples = WordTask.Copying.Draw(random, 2).ToArray();
            var answer = tokenizer.Decode(model.Generate(
                tokenizer.Encode(WordTask.Copying.Prompt(examples)), GenerationOptions.Greedy with { MaxNewTokens = 3 }));
            examples[^1] = examples[^1] with { Output = i % 3 == 0 ? answer : i % 3 == 1 ? answer[..2] + "a" : examples[^1].Output };
            decoded += answer == examples[^1].Output ? 1 : 0;
            prompts.Add(examples);
        }

        using var batch = SymbolBatch.Of(WordTask.Copying, prompts);
        using var quiet = no_grad();
        using var logits = model.call(batch.Input);

        Assert.InRange(decoded, 8, 23);
        Assert.Equal(decoded, batch.Correct(logits));
    }

    private static string Text(Tensor ids) => string.Concat(ids.data<long>().ToArray().Select(id =>
        id == SymbolBatch.Ignored ? "." : new SymbolTokenizer().Decode([id])));
}
