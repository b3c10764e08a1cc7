using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Prompting;

/// <summary>Prompts with their answers, as ids.</summary>
/// <param name="Input">The ids, <c>(B, T)</c>.</param>
/// <param name="Target">For each id the next one if it belongs to an output that can be known, otherwise -100; <c>(B, T)</c>.</param>
/// <param name="Question">The index of the first id of the question, which is the last example.</param>
internal sealed record SymbolBatch(Tensor Input, Tensor Target, int Question) : IDisposable
{
    /// <summary>The target that the loss ignores.</summary>
    public const long Ignored = -100;

    /// <summary>Encodes prompts of the same length.</summary>
    /// <param name="task">The task, whose template writes them.</param>
    /// <param name="prompts">The examples of each prompt.</param>
    public static SymbolBatch Of(InContextTask task, IReadOnlyList<IReadOnlyList<Example>> prompts)
    {
        var tokenizer = new SymbolTokenizer();
        List<long> ids = [];
        List<long> targets = [];
        foreach (var examples in prompts)
        {
            for (var i = 0; i < examples.Count; i++)
            {
                var start = task.Template.Question.Format(("input", examples[i].Input)).Length;
                var isTarget = i == examples.Count - 1 || task.IsDetermined(examples, i);
                var text = tokenizer.Encode(task.Template.Example.Format(examples[i].Values));
                ids.AddRange(text);
                targets.AddRange(Enumerable.Range(1, text.Count).Select(next =>
                    isTarget && next >= start && next < start + examples[i].Output.Length ? text[next] : Ignored));
            }
        }

        var length = ids.Count / prompts.Count;
        var question = tokenizer.Encode(task.Template.Example.Format(prompts[0][^1].Values)).Count;
        return new(
            tensor(ids.ToArray(), [prompts.Count, length]), tensor(targets.ToArray(), [prompts.Count, length]), length - question);
    }

    /// <summary>Counts the prompts whose answer is the most likely one, symbol by symbol.</summary>
    /// <remarks>
    /// Greedy decoding writes the whole answer exactly then: while each symbol is right, the symbols before it are those of the answer.
    /// </remarks>
    /// <param name="logits">The logits of the input, <c>(B, T, vocabulary)</c>.</param>
    public int Correct(Tensor logits)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var target = Target.narrow(1, Question, Target.size(1) - Question);
        var likeliest = logits.narrow(1, Question, target.size(1)).argmax(-1);
        return (int)likeliest.eq(target).logical_or(target.eq(Ignored)).all(1).sum().item<long>();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Target.Dispose();
    }
}
