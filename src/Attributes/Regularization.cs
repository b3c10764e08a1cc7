namespace ModelGen;

/// <summary>Zeroes elements at random in training and scales the rest, as <c>torch.nn.Dropout</c> (Srivastava et al. 2014).</summary>
/// <param name="probability">The probability of an element being zeroed, from 0 to 1.</param>
public sealed class DropoutAttribute(double probability = 0.5) : LayerAttribute
{
    /// <summary>The probability of an element being zeroed.</summary>
    public double Probability { get; } = probability;
}

/// <summary>
/// Zeroes whole channels of <c>(B, C, places...)</c> at random in training and scales the rest, as <c>torch.nn.Dropout1d</c>, <c>Dropout2d</c> and
/// <c>Dropout3d</c> (Tompson et al. 2015).
/// </summary>
/// <param name="probability">The probability of a channel being zeroed, from 0 to 1.</param>
public sealed class Dropout2dAttribute(double probability = 0.5) : LayerAttribute
{
    /// <summary>The probability of a channel being zeroed.</summary>
    public double Probability { get; } = probability;
}

/// <summary>
/// Stochastic depth (Huang et al. 2016): zeroes whole items of <c>(B, ...)</c> at random in training and scales the rest. Before a
/// <c>Residual</c> it leaves only the way around.
/// </summary>
/// <param name="probability">The probability of an item being zeroed, from 0 to 1.</param>
public sealed class DropPathAttribute(double probability) : LayerAttribute
{
    /// <summary>The probability of an item being zeroed.</summary>
    public double Probability { get; } = probability;
}
