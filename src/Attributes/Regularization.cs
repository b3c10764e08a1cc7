namespace ModelGen;

/// <summary>
/// Dropout: zeroes elements at random during training and scales the others to preserve the mean, any shape to the same shape, as
/// <c>torch.nn.Dropout</c> (Srivastava et al. 2014).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
/// </remarks>
public sealed partial class DropoutAttribute() : LayerAttribute
{
    /// <summary>
    /// Dropout: zeroes elements at random during training and scales the others to preserve the mean, any shape to the same shape, as
    /// <c>torch.nn.Dropout</c> (Srivastava et al. 2014).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The probability of zeroing an element, from 0 to 1.</param>
    public DropoutAttribute(double probability) : this() => Probability = probability;

    /// <summary>
    /// Dropout: zeroes elements at random during training and scales the others to preserve the mean, any shape to the same shape, as
    /// <c>torch.nn.Dropout</c> (Srivastava et al. 2014).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The name of the setting that gives the probability.</param>
    public DropoutAttribute(string probability) : this() => Probability = probability;

    /// <summary>The probability of zeroing an element, or the name of the setting that gives it; 0.5 by default.</summary>
    public object Probability { get; } = 0.5;
}

/// <summary>
/// Channel dropout: zeroes whole channels at random during training and scales the others to preserve the mean, <c>(B, C, spatial...)</c>
/// to the same shape, as <c>torch.nn.Dropout1d</c>, <c>Dropout2d</c> and <c>Dropout3d</c> (Tompson et al. 2015).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
/// </remarks>
public sealed partial class Dropout2dAttribute() : LayerAttribute
{
    /// <summary>
    /// Channel dropout: zeroes whole channels at random during training and scales the others to preserve the mean,
    /// <c>(B, C, spatial...)</c> to the same shape, as <c>torch.nn.Dropout1d</c>, <c>Dropout2d</c> and <c>Dropout3d</c> (Tompson et al.
    /// 2015).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The probability of zeroing a channel, from 0 to 1.</param>
    public Dropout2dAttribute(double probability) : this() => Probability = probability;

    /// <summary>
    /// Channel dropout: zeroes whole channels at random during training and scales the others to preserve the mean,
    /// <c>(B, C, spatial...)</c> to the same shape, as <c>torch.nn.Dropout1d</c>, <c>Dropout2d</c> and <c>Dropout3d</c> (Tompson et al.
    /// 2015).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The name of the setting that gives the probability.</param>
    public Dropout2dAttribute(string probability) : this() => Probability = probability;

    /// <summary>The probability of zeroing a channel, or the name of the setting that gives it; 0.5 by default.</summary>
    public object Probability { get; } = 0.5;
}

/// <summary>
/// Stochastic depth: zeroes whole items of the batch at random during training and scales the others to preserve the mean, <c>(B, ...)</c>
/// to the same shape (Huang et al. 2016). Before a <c>Residual</c>, a zeroed item passes through the skip connection only.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
/// </remarks>
public sealed partial class DropPathAttribute : LayerAttribute
{
    /// <summary>
    /// Stochastic depth: zeroes whole items of the batch at random during training and scales the others to preserve the mean,
    /// <c>(B, ...)</c> to the same shape (Huang et al. 2016). Before a <c>Residual</c>, a zeroed item passes through the skip connection
    /// only.
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The probability of zeroing an item, from 0 to 1.</param>
    public DropPathAttribute(double probability) => Probability = probability;

    /// <summary>
    /// Stochastic depth: zeroes whole items of the batch at random during training and scales the others to preserve the mean,
    /// <c>(B, ...)</c> to the same shape (Huang et al. 2016). Before a <c>Residual</c>, a zeroed item passes through the skip connection
    /// only.
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The name of the setting that gives the probability.</param>
    public DropPathAttribute(string probability) => Probability = probability;

    /// <summary>The probability of zeroing an item, or the name of the setting that gives it.</summary>
    public object Probability { get; }
}
