using System;
using System.Collections.Generic;
using System.Linq;

namespace Retrieval;

/// <summary>What a way of searching reaches.</summary>
/// <param name="Method">The way.</param>
/// <param name="Ranks">For each question the rank of its passage from 1, or <c>null</c> if it is not among the first hundred.</param>
/// <param name="Time">The median time per question.</param>
internal sealed record RetrievalScore(string Method, IReadOnlyList<int?> Ranks, TimeSpan Time)
{
    /// <summary>The number of results that are looked through.</summary>
    public const int Depth = 100;

    /// <summary>The mean reciprocal rank, with 0 for a passage that was not found.</summary>
    public double MeanReciprocalRank => Ranks.Average(rank => 1.0 / rank ?? 0);

    /// <summary>The share of questions whose passage is among the first results.</summary>
    public double Recall(int results) => Ranks.Average(rank => rank <= results ? 1.0 : 0.0);
}
