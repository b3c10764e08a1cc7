using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>Evaluates a model on held-out text.</summary>
internal static class Evaluation
{
    private const long Ignored = -100;
    private const int WindowsAtOnce = 32;

    /// <summary>
    /// Computes the cross entropy in bits of the scored text. Every character is scored once, in a window that slides by half its length,
    /// so that at least half a window precedes it. The context of the first characters of a held-out block is training text, for the
    /// order-3 model as well.
    /// </summary>
    public static double Bits(Candidate candidate, Corpus corpus)
    {
        var half = candidate.Context / 2;
        var targets = corpus.Scored.SelectMany(stretch => Enumerable.Range(0, (stretch.Length + half - 1) / half)
            .Select(i => new Stretch(stretch.Start + i * half, int.Min(stretch.Start + (i + 1) * half, stretch.End))));

        candidate.Model.eval();
        using var noGradients = inference_mode();
        return targets.Chunk(WindowsAtOnce).Sum(chunk => Bits(candidate, corpus, chunk));
    }

    private static double Bits(Candidate candidate, Corpus corpus, Stretch[] targets)
    {
        using var scope = NewDisposeScope();
        var context = candidate.Context;
        var input = new long[targets.Length * context];
        var target = new long[targets.Length * context];
        for (var row = 0; row < targets.Length; row++)
        {
            // The window ends at its last target; the first held-out block starts far enough into the text.
            var start = targets[row].End - 1 - context;
            for (var t = 0; t < context; t++)
            {
                input[row * context + t] = corpus.Ids[start + t];
                target[row * context + t] = start + t + 1 >= targets[row].Start ? corpus.Ids[start + t + 1] : Ignored;
            }
        }

        var logits = candidate.Model.call(tensor(input, [targets.Length, context]));
        var nats = nn.functional.cross_entropy(logits.flatten(0, 1), tensor(target), ignore_index: Ignored, reduction: nn.Reduction.Sum);
        return nats.item<float>() / Math.Log(2);
    }
}
