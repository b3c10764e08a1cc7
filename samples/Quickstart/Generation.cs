using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>How text is sampled.</summary>
/// <param name="Prompt">What the text begins with.</param>
/// <param name="Length">The number of characters to add.</param>
/// <param name="Temperature">What logits are divided by; with 0 the most likely character is always taken.</param>
/// <param name="TopK">How many of the most likely characters are drawn from; with 0 all are.</param>
/// <param name="Seed">The same seed draws the same text from the same model.</param>
internal sealed record Sampling(string Prompt, int Length, double Temperature, int TopK, int Seed);

/// <summary>Lets a model write on.</summary>
internal static class Generation
{
    /// <summary>Samples one character after another, each from the model's view of the last <see cref="Candidate.Context"/> ones.</summary>
    /// <returns>What follows the prompt. Unknown characters are never drawn.</returns>
    public static string Continue(Candidate candidate, Alphabet alphabet, Sampling sampling, Interruption interruption)
    {
        var ids = alphabet.Encode(sampling.Prompt.ReplaceLineEndings("\n")).ToList();
        if (ids.Count == 0)
        {
            ids.Add(alphabet.Id(new('\n')));
        }

        var promptLength = ids.Count;
        var random = new Random(sampling.Seed);
        candidate.Model.eval();
        using var noGradients = inference_mode();

        // One line of text at a time is too little work to share out.
        set_num_threads(1);
        while (ids.Count < promptLength + sampling.Length && !interruption.Requested)
        {
            var logits = NextLogits(candidate, ids);
            logits[Alphabet.Unknown] = float.NegativeInfinity;
            ids.Add(Draw(logits, sampling, random));
        }

        return alphabet.Decode(ids.Skip(promptLength));
    }

    private static float[] NextLogits(Candidate candidate, List<int> ids)
    {
        using var scope = NewDisposeScope();
        var window = ids.TakeLast(candidate.Context).Select(id => (long)id).ToArray();
        var logits = candidate.Model.call(tensor(window, [1, window.Length]));
        return logits.select(1, -1).flatten().data<float>().ToArray();
    }

    private static int Draw(float[] logits, Sampling sampling, Random random)
    {
        var likely = Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).ToArray();
        if (sampling.Temperature == 0)
        {
            return likely[0];
        }

        var kept = sampling.TopK > 0 ? likely.Take(sampling.TopK).ToArray() : likely;
        var weights = kept.Select(id => Math.Exp((logits[id] - logits[likely[0]]) / sampling.Temperature)).ToArray();
        var place = random.NextDouble() * weights.Sum();
        for (var i = 0; i < kept.Length; i++)
        {
            place -= weights[i];
            if (place < 0)
            {
                return kept[i];
            }
        }

        // Rounding may leave a hair of the sum over.
        return likely[0];
    }
}
