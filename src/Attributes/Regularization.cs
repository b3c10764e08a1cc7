namespace ModelGen;

/// <summary>
/// Zeroes elements at random in training and scales the rest: any shape to the same, as <c>torch.nn.Dropout</c> (Srivastava et al. 2014).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
/// </remarks>
public sealed partial class DropoutAttribute() : LayerAttribute
{
    /// <summary>
    /// Zeroes elements at random in training and scales the rest: any shape to the same, as <c>torch.nn.Dropout</c> (Srivastava et al.
    /// 2014).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The probability of an element being zeroed, from 0 to 1.</param>
    public DropoutAttribute(double probability) : this() => Probability = probability;

    /// <summary>
    /// Zeroes elements at random in training and scales the rest: any shape to the same, as <c>torch.nn.Dropout</c> (Srivastava et al.
    /// 2014).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The name of the setting.</param>
    public DropoutAttribute(string probability) : this() => Probability = probability;

    /// <summary>The probability of an element being zeroed, or the name of the setting that gives it; 0.5 by default.</summary>
    public object Probability { get; } = 0.5;
}

/// <summary>
/// Zeroes whole channels at random in training and scales the rest: <c>(B, C, places...)</c> to the same, as <c>torch.nn.Dropout1d</c>,
/// <c>Dropout2d</c> and <c>Dropout3d</c> (Tompson et al. 2015).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
/// </remarks>
public sealed partial class Dropout2dAttribute() : LayerAttribute
{
    /// <summary>
    /// Zeroes whole channels at random in training and scales the rest: <c>(B, C, places...)</c> to the same, as <c>torch.nn.Dropout1d</c>,
    /// <c>Dropout2d</c> and <c>Dropout3d</c> (Tompson et al. 2015).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The probability of a channel being zeroed, from 0 to 1.</param>
    public Dropout2dAttribute(double probability) : this() => Probability = probability;

    /// <summary>
    /// Zeroes whole channels at random in training and scales the rest: <c>(B, C, places...)</c> to the same, as <c>torch.nn.Dropout1d</c>,
    /// <c>Dropout2d</c> and <c>Dropout3d</c> (Tompson et al. 2015).
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The name of the setting.</param>
    public Dropout2dAttribute(string probability) : this() => Probability = probability;

    /// <summary>The probability of a channel being zeroed, or the name of the setting that gives it; 0.5 by default.</summary>
    public object Probability { get; } = 0.5;
}

/// <summary>
/// Stochastic depth (Huang et al. 2016): zeroes whole items at random in training and scales the rest, <c>(B, ...)</c> to the same. Before
/// a <c>Residual</c> it leaves only the way around.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
/// </remarks>
public sealed partial class DropPathAttribute : LayerAttribute
{
    /// <summary>
    /// Stochastic depth (Huang et al. 2016): zeroes whole items at random in training and scales the rest, <c>(B, ...)</c> to the same.
    /// Before a <c>Residual</c> it leaves only the way around.
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The probability of an item being zeroed, from 0 to 1.</param>
    public DropPathAttribute(double probability) => Probability = probability;

    /// <summary>
    /// Stochastic depth (Huang et al. 2016): zeroes whole items at random in training and scales the rest, <c>(B, ...)</c> to the same.
    /// Before a <c>Residual</c> it leaves only the way around.
    /// </summary>
    /// <remarks>
    /// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#regularization">The vocabulary: regularization</see>
    /// </remarks>
    /// <param name="probability">The name of the setting.</param>
    public DropPathAttribute(string probability) => Probability = probability;

    /// <summary>The probability of an item being zeroed, or the name of the setting that gives it.</summary>
    public object Probability { get; }
}
