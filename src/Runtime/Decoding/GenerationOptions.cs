using System;
using System.Collections.Generic;

namespace ModelGen;

/// <summary>
/// How ids are chosen and when generation ends. Scores are changed in this order, as in Hugging Face's <c>generate</c>: banned ids,
/// repetition penalty, temperature, top-k, top-p, min-p.
/// </summary>
public sealed record GenerationOptions
{
    /// <summary>Always the id with the highest score.</summary>
    public static GenerationOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>The largest number of ids that are generated.</summary>
    public int MaxNewTokens { get; init; } = 128;

    /// <summary>What scores are divided by: below 1 likely ids become likelier; 0 always takes the likeliest.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// Draws from the so many likeliest ids, and those that are as likely as the last of them (Fan et al. 2018); 0 from all.
    /// </summary>
    public int TopK { get; init; }

    /// <summary>Draws from the fewest likeliest ids whose probabilities add up to this (Holtzman et al. 2020); 1 from all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Draws from ids that are at least so likely as this times the likeliest (Nguyen et al. 2024); 0 from all.</summary>
    public double MinP { get; init; }

    /// <summary>
    /// Makes ids that stand in the sequence less likely: positive scores are divided by it and negative ones multiplied (Keskar et al.
    /// 2019); 1 for none.
    /// </summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Ids that are never generated.</summary>
    public IReadOnlyCollection<long> BannedIds { get; init; } = [];

    /// <summary>Ids that end a sequence; they are not part of the result.</summary>
    public IReadOnlyCollection<long> StopIds { get; init; } = [];

    /// <summary>
    /// Texts that end a sequence once what is generated contains one, which <see cref="Decode"/> tells. The ids that made it are part of
    /// the result.
    /// </summary>
    public IReadOnlyCollection<string> StopStrings { get; init; } = [];

    /// <summary>The text of generated ids; needed for <see cref="StopStrings"/>.</summary>
    public Func<IReadOnlyList<long>, string>? Decode { get; init; }

    /// <summary>The same seed draws the same ids from the same scores; without one each call draws others.</summary>
    public long? Seed { get; init; }

    /// <summary>Beams of a search for the likeliest sequence instead of drawing; 1 for none.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>
    /// In beam search the logarithm of a sequence's probability is divided by its length to this power: above 0 favours longer ones.
    /// </summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>
    /// Whether beam search ends as soon as there are as many ended sequences as beams, and not only when no beam can become better.
    /// </summary>
    public bool EarlyStopping { get; init; }

    /// <summary>What happens when the model's positions are used up.</summary>
    public ContextOverflow Overflow { get; init; }

    /// <summary>Every option is in its range.</summary>
    /// <param name="vocabulary">The number of ids.</param>
    /// <exception cref="ArgumentException">One is not.</exception>
    internal void Check(long vocabulary)
    {
        Require(MaxNewTokens >= 0, nameof(MaxNewTokens), MaxNewTokens, "0 or more");
        Require(Temperature >= 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "0, for the likeliest id, or more");
        Require(TopK >= 0 && TopK <= vocabulary, nameof(TopK), TopK, $"0, for all ids, to {vocabulary}, the vocabulary");
        Require(TopP > 0 && TopP <= 1, nameof(TopP), TopP, "above 0 and at most 1, for all ids");
        Require(MinP >= 0 && MinP <= 1, nameof(MinP), MinP, "from 0, for all ids, to 1");
        Require(RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty), nameof(RepetitionPenalty), RepetitionPenalty, "above 0, and "
            + "1 for none");
        Require(Beams >= 1 && Beams <= vocabulary, nameof(Beams), Beams, $"1, for none, to {vocabulary}, the vocabulary");
        Require(double.IsFinite(LengthPenalty), nameof(LengthPenalty), LengthPenalty, "a number");
        if (StopStrings.Count > 0 && Decode is null)
        {
            throw new ArgumentException(
                "StopStrings are compared with text, but nothing tells the text of ids: set Decode.", nameof(Decode));
        }

        if (Beams > 1 && (StopStrings.Count > 0 || Overflow == ContextOverflow.Slide))
        {
            throw new ArgumentException("Beam search ends its sequences by StopIds and within the model's positions: leave StopStrings "
                + "and Overflow out, or set Beams = 1.", nameof(Beams));
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
