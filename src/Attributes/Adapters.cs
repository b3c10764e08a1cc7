using System;

namespace ModelGen;

/// <summary>
/// Makes the class a model with low-rank adapters (LoRA, Hu et al. 2021): what <typeparamref name="TModel"/> is, with the same inputs,
/// outputs, loss and decoding, in which each targeted projection computes <c>W x + alpha / rank B A dropout(x)</c> and only A
/// <c>(rank, in)</c> and B <c>(out, rank)</c> train.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#adapters">The vocabulary: adapters</see></remarks>
/// <typeparam name="TModel">A class with <see cref="ModelAttribute"/>.</typeparam>
/// <param name="rank">The rank of each adapter: at least 1 and below the width on both sides of every projection that it adapts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LoraAttribute<TModel>(int rank) : Attribute
{
    /// <summary>The rank of each adapter.</summary>
    public int Rank { get; } = rank;

    /// <summary>What an adapter adds is scaled by <c>Alpha / Rank</c>; as the rank, which is a factor of 1, when not given.</summary>
    public double Alpha { get; set; }

    /// <summary>The probability of an element of an adapter's input being zeroed in training; 0 by default.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether the factor is <c>Alpha / √Rank</c> (Kalajdzievski 2023); false by default.</summary>
    public bool RankStabilized { get; set; }

    /// <summary>
    /// The projections to adapt, through blocks and in every copy: <c>"query"</c> means each linear layer of that name,
    /// <c>"feedForward.linear1"</c> those whose path in <c>state_dict</c> ends so. <c>query</c> and <c>value</c> when not given, as in the
    /// paper.
    /// </summary>
    public string[]? Targets { get; set; }
}
