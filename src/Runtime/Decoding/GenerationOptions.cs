using System;
using System.Collections.Generic;

namespace ModelGen;

/// <summary>
/// How ids are chosen and when generation ends. The options are applied to the scores in this order, as in Hugging Face's <c>generate</c>:
/// banned ids, repetition penalty, temperature, top-k, top-p, min-p.
/// </summary>
public sealed record GenerationOptions
{
    /// <summary>Greedy decoding: always chooses the id with the highest score.</summary>
    public static GenerationOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>The maximum number of generated ids.</summary>
    public int MaxNewTokens { get; init; } = 128;

    /// <summary>The divisor of the scores: below 1 it favours likely ids, and 0 always chooses the most likely one.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// The number of most likely ids to sample from, ties with the last of them included (Fan et al. 2018); 0 for all ids.
    /// </summary>
    public int TopK { get; init; }

    /// <summary>
    /// The total probability of the smallest set of most likely ids to sample from (nucleus sampling, Holtzman et al. 2020); 1 for all ids.
    /// </summary>
    public double TopP { get; init; } = 1;

    /// <summary>The smallest probability to sample, relative to that of the most likely id (Nguyen et al. 2024); 0 for all ids.</summary>
    public double MinP { get; init; }

    /// <summary>
    /// The factor that makes ids that are already in the sequence less likely: it divides positive scores and multiplies negative ones
    /// (Keskar et al. 2019); 1 for no penalty.
    /// </summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Ids that are never generated.</summary>
    public IReadOnlyCollection<long> BannedIds { get; init; } = [];

    /// <summary>Ids that end a sequence; they are not part of the result.</summary>
    public IReadOnlyCollection<long> StopIds { get; init; } = [];

    /// <summary>
    /// Strings that end a sequence once the generated text, as <see cref="Decode"/> returns it, contains one. The ids that completed the
    /// string are part of the result.
    /// </summary>
    public IReadOnlyCollection<string> StopStrings { get; init; } = [];

    /// <summary>Converts generated ids to text; required by <see cref="StopStrings"/>.</summary>
    public Func<IReadOnlyList<long>, string>? Decode { get; init; }

    /// <summary>The seed of the random numbers; a random one when null.</summary>
    public long? Seed { get; init; }

    /// <summary>The number of beams of a beam search, which replaces sampling; 1 for none.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>
    /// The exponent of the length by which beam search divides a sequence's log-probability; values above 0 favour longer sequences.
    /// </summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>
    /// Whether beam search ends as soon as there are as many finished sequences as beams, instead of when no beam can exceed them.
    /// </summary>
    public bool EarlyStopping { get; init; }

    /// <summary>What generation does when a sequence reaches the model's maximum length.</summary>
    public ContextOverflow Overflow { get; init; }

    /// <summary>Checks that every option is in range.</summary>
    /// <param name="vocabulary">The number of ids.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal void Check(long vocabulary)
    {
        Require(MaxNewTokens >= 0, nameof(MaxNewTokens), MaxNewTokens, "0 or more");
        Require(Temperature >= 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "at least 0, which is greedy");
        Require(TopK >= 0 && TopK <= vocabulary, nameof(TopK), TopK, $"0, for all ids, to {vocabulary}, the vocabulary");
        Require(TopP > 0 && TopP <= 1, nameof(TopP), TopP, "above 0 and at most 1, for all ids");
        Require(MinP >= 0 && MinP <= 1, nameof(MinP), MinP, "from 0, for all ids, to 1");
        Require(
            RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty), nameof(RepetitionPenalty), RepetitionPenalty,
            "above 0, and 1 for no penalty");
        Require(Beams >= 1 && Beams <= vocabulary, nameof(Beams), Beams, $"1, for no beam search, to {vocabulary}, the vocabulary");
        Require(double.IsFinite(LengthPenalty), nameof(LengthPenalty), LengthPenalty, "a finite number");
        if (StopStrings.Count > 0 && Decode is null)
        {
            throw new ArgumentException(
                "StopStrings are compared with the generated text: set Decode to convert ids to text.", nameof(Decode));
        }

        if (Beams > 1 && (StopStrings.Count > 0 || Overflow == ContextOverflow.Slide))
        {
            throw new ArgumentException(
                "Beam search supports neither StopStrings nor ContextOverflow.Slide: leave them out, or set Beams = 1.", nameof(Beams));
        }
    }

    private static void Require(bool holds, string option, object value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(option, value, FormattableString.Invariant($"{option} must be {range}; it is {value}."));
        }
    }
}
