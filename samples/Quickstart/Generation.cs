using System;
using System.Linq;
using ModelGen;
using ModelGen.Training;
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
    /// <summary>
    /// Samples one character after another. Where the model's positions are used up, it goes on from the last half of them.
    /// </summary>
    /// <returns>What follows the prompt. Unknown characters are never drawn.</returns>
    public static string Continue(Candidate candidate, Alphabet alphabet, Sampling sampling, Interruption interruption)
    {
        var prompt = alphabet.Encode(sampling.Prompt.ReplaceLineEndings("\n")).Select(id => (long)id).ToList();
        if (prompt.Count == 0)
        {
            prompt.Add(alphabet.Id(new('\n')));
        }

        // One line of text at a time is too little work to share out.
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
