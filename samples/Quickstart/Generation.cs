using System;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>How text is sampled.</summary>
/// <param name="Prompt">The text to continue.</param>
/// <param name="Length">The number of characters to generate.</param>
/// <param name="Temperature">The divisor of the logits; 0 always takes the most likely character.</param>
/// <param name="TopK">The number of most likely characters to sample from; 0 for all.</param>
/// <param name="Seed">The seed of the random numbers.</param>
internal sealed record Sampling(string Prompt, int Length, double Temperature, int TopK, int Seed);

/// <summary>Generates text with a model.</summary>
internal static class Generation
{
    /// <summary>
    /// Samples one character after another. When the model's positions are used up, it continues from the last half of them.
    /// </summary>
    /// <returns>The text after the prompt. Unknown characters are never generated.</returns>
    public static string Continue(Candidate candidate, Alphabet alphabet, Sampling sampling, Interruption interruption)
    {
        var prompt = alphabet.Encode(sampling.Prompt.ReplaceLineEndings("\n")).Select(id => (long)id).ToList();
        if (prompt.Count == 0)
        {
            prompt.Add(alphabet.Id(new('\n')));
        }

        // The work per character is too small for several threads.
        set_num_threads(1);
        candidate.Model.eval();
        var options = new GenerationOptions
        {
            MaxNewTokens = sampling.Length,
            Temperature = sampling.Temperature,
            TopK = Math.Min(sampling.TopK, alphabet.Count),
            BannedIds = [Alphabet.Unknown],
            Seed = sampling.Seed,
            Overflow = ContextOverflow.Slide,
        };
        var written = candidate.Language.Stream(prompt, options).TakeWhile(_ => !interruption.Requested);
        return alphabet.Decode(written.Select(id => (int)id));
    }
}
