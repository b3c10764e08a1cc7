namespace ModelGen;

/// <summary>Zeroes elements at random in training and scales the rest: any shape to the same, as <c>torch.nn.Dropout</c> (Srivastava et al. 2014).</summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#norms-activations-regularising">The vocabulary: norms, activations, regularising</see></remarks>
/// <param name="probability">The probability of an element being zeroed, from 0 to 1.</param>
public sealed class DropoutAttribute(double probability = 0.5) : LayerAttribute
{
    /// <summary>The probability of an element being zeroed.</summary>
    public double Probability { get; } = probability;
}

/// <summary>
/// Zeroes whole channels at random in training and scales the rest: <c>(B, C, places...)</c> to the same, as <c>torch.nn.Dropout1d</c>, <c>Dropout2d</c>
/// and <c>Dropout3d</c> (Tompson et al. 2015).
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#norms-activations-regularising">The vocabulary: norms, activations, regularising</see></remarks>
/// <param name="probability">The probability of a channel being zeroed, from 0 to 1.</param>
public sealed class Dropout2dAttribute(double probability = 0.5) : LayerAttribute
{
    /// <summary>The probability of a channel being zeroed.</summary>
    public double Probability { get; } = probability;
}

/// <summary>
/// Stochastic depth (Huang et al. 2016): zeroes whole items at random in training and scales the rest, <c>(B, ...)</c> to the same. Before a
/// <c>Residual</c> it leaves only the way around.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#norms-activations-regularising">The vocabulary: norms, activations, regularising</see></remarks>
/// <param name="probability">The probability of an item being zeroed, from 0 to 1.</param>
public sealed class DropPathAttribute(double probability) : LayerAttribute
{
    /// <summary>The probability of an item being zeroed.</summary>
    public double Probability { get; } = probability;
}
