using System;
using System.Collections.Generic;
using System.Globalization;

namespace ModelGen;

/// <summary>The options of low-rank adapters (LoRA, Hu et al. 2021, arXiv:2106.09685), with the names of Hugging Face's peft.</summary>
public sealed record LoraOptions
{
    /// <summary>The rank r of each adapter: at least 1 and less than the input and output features of every target projection.</summary>
    public required int Rank { get; init; }

    /// <summary>The numerator α of the scale <c>α / r</c> of the adapter's output; the rank, which is a scale of 1, when null.</summary>
    public double? Alpha { get; init; }

    /// <summary>The probability of zeroing an element of an adapter's input during training.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the scale is <c>α / √r</c> instead (rsLoRA, Kalajdzievski 2023, arXiv:2312.03732): <c>use_rslora</c>.</summary>
    public bool RankStabilized { get; init; }

    /// <summary>
    /// The projections to adapt: every linear layer whose path in the model's <c>state_dict</c> equals one of these targets or ends with a
    /// dot and a target, where <c>*</c> matches the number of a copy. Queries and values by default, as in the paper.
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = ["query", "value"];

    /// <summary>The scale of the adapter's output.</summary>
    public double Scaling => (Alpha ?? Rank) / (RankStabilized ? Math.Sqrt(Rank) : Rank);

    internal void Check()
    {
        if (Rank < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Rank), Rank, "The rank of adapters must be at least 1.");
        }

        if (Alpha is { } alpha && !(alpha > 0 && double.IsFinite(alpha)))
        {
            throw new ArgumentOutOfRangeException(nameof(Alpha), alpha, "Alpha of adapters must be above 0.");
        }

        if (!(Dropout >= 0 && Dropout < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, "Dropout of adapters must be at least 0 and below 1.");
        }

        if (Targets is null || Targets.Count == 0)
        {
            throw new ArgumentException("Adapters need at least one target, such as \"query\".", nameof(Targets));
        }
    }

    internal static string Plain(double number) => number.ToString(CultureInfo.InvariantCulture);
}
