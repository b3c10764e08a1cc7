using System;

namespace ModelGen;

/// <summary>
/// Makes a class a model with low-rank adapters (LoRA, Hu et al. 2021): it has the inputs, outputs, loss and decoding of <typeparamref
/// name="TModel"/>, each target projection computes <c>W x + alpha / rank B A dropout(x)</c>, and only A <c>(rank, in)</c> and B
/// <c>(out, rank)</c> are trained.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#adapters">The vocabulary: adapters</see></remarks>
/// <typeparam name="TModel">A class with <see cref="ModelAttribute"/>.</typeparam>
/// <param name="rank">The rank of each adapter: at least 1 and less than the input and output features of every target projection.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LoraAttribute<TModel>(int rank) : Attribute
{
    /// <summary>The rank of each adapter.</summary>
    public int Rank { get; } = rank;

    /// <summary>
    /// The numerator of the scale <c>Alpha / Rank</c> of the adapter's output; <see cref="Rank"/> when not given, which is a scale of 1.
    /// </summary>
    public double Alpha { get; set; }

    /// <summary>The probability of zeroing an element of an adapter's input during training; 0 by default.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether the scale is <c>Alpha / √Rank</c> instead (rsLoRA, Kalajdzievski 2023); false by default.</summary>
    public bool RankStabilized { get; set; }

    /// <summary>
    /// The projections to adapt, in blocks and in every copy of a block: <c>"query"</c> selects every linear layer with that name,
    /// <c>"feedForward.linear1"</c> every one whose <c>state_dict</c> path ends with that text; <c>query</c> and <c>value</c> when not
    /// given, as in the paper.
    /// </summary>
    public string[]? Targets { get; set; }
}
