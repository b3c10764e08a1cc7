using System;
using System.Collections.Generic;
using System.Globalization;

namespace ModelGen;

/// <summary>What low-rank adapters are like (Hu et al. 2021, arXiv:2106.09685): the names are those of Hugging Face's peft.</summary>
public sealed record LoraOptions
{
    /// <summary>r, the rank of each adapter: at least 1 and below the width on both sides of every projection that it adapts.</summary>
    public required int Rank { get; init; }

    /// <summary>α: what an adapter adds is scaled by <c>α / r</c>; as the rank, which is a factor of 1, when not given.</summary>
    public double? Alpha { get; init; }

    /// <summary>The probability of an element of an adapter's input being zeroed in training.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the factor is <c>α / √r</c> (Kalajdzievski 2023, arXiv:2312.03732): <c>use_rslora</c>.</summary>
    public bool RankStabilized { get; init; }

    /// <summary>
    /// The projections to adapt: each linear layer whose name, a path in the model's <c>state_dict</c>, is one of these or ends with a dot
    /// and one of these, where <c>*</c> stands for the number of a copy. Queries and values by default, as in the paper.
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = ["query", "value"];

    /// <summary>The factor by which what an adapter adds is scaled.</summary>
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
