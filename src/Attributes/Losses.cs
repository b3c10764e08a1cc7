using System;
using System.ComponentModel;

namespace ModelGen;

/// <summary>A loss of the model's output, which adds <c>Loss(inputs…, target)</c> to the class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LossAttribute : Attribute
{
    /// <summary>How the losses of the elements are reduced; <see cref="LossReduction.Mean"/> by default.</summary>
    public LossReduction Reduction { get; set; }
}

/// <summary>A loss of one output.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class OutputLossAttribute : LossAttribute
{
    /// <summary>The output to which the loss applies, for a model with several outputs: <c>nameof(logits)</c>.</summary>
    public string? Of { get; set; }
}

/// <summary>How the losses of the elements are reduced.</summary>
public enum LossReduction
{
    /// <summary>Their mean, a scalar; with class weights or ignored targets the weighted mean over the targets that count.</summary>
    Mean,

    /// <summary>Their sum, a scalar.</summary>
    Sum,

    /// <summary>No reduction: one loss per element, in the shape of the target.</summary>
    None,

    /// <summary>
    /// Their sum divided by the batch size, a scalar, which is the mathematical definition of the divergence; for
    /// <see cref="KlDivLossAttribute"/> only.
    /// </summary>
    BatchMean,
}

/// <summary>A classification loss of one score per class against the index of the correct class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClassLossAttribute : OutputLossAttribute
{
    /// <summary>The target value that is ignored: it contributes neither to the loss nor to its mean; -100 by default.</summary>
    public long IgnoreIndex { get; set; } = -100;

    /// <summary>The expected number of classes; inferred from the output when not given, checked when given.</summary>
    public object? Classes { get; set; }

    /// <summary>The axis of the output that holds the classes, -1 by default; 1 for images <c>(B, C, H, W)</c>.</summary>
    public int Axis { get; set; } = -1;

    /// <summary>
    /// A field or property of the class, <c>nameof(classWeights)</c>, of type <c>Tensor</c>: weights <c>(C,)</c> that scale the loss of
    /// each class, or <c>null</c> for none. They are converted to the dtype and device of the output.
    /// </summary>
    public string? Weights { get; set; }
}

/// <summary>
/// Cross entropy of logits: output <c>(..., C)</c>, target <c>(...)</c> of Int64 class indices, as <c>torch.nn.functional.cross_entropy</c>
/// with the classes on the last axis.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class CrossEntropyLossAttribute() : ClassLossAttribute
{
    /// <summary>The fraction of the target's probability that is spread over all classes, from 0 to 1 (Szegedy et al. 2016).</summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>
/// Negative log-likelihood: output <c>(..., C)</c> of log-probabilities, as <see cref="LogSoftmaxAttribute"/> computes them, target
/// <c>(...)</c> of Int64 class indices, as <c>torch.nn.functional.nll_loss</c> with the classes on the last axis.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class NllLossAttribute() : ClassLossAttribute
{
}

/// <summary>
/// Squared error <c>(y - t)²</c>: the target is Float and has the shape of the output, as <c>torch.nn.functional.mse_loss</c> without
/// broadcasting.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class MseLossAttribute() : OutputLossAttribute
{
}

/// <summary>
/// Absolute error <c>|y - t|</c>: the target is Float and has the shape of the output, as <c>torch.nn.functional.l1_loss</c> without
/// broadcasting.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class L1LossAttribute() : OutputLossAttribute
{
}

/// <summary>
/// Smooth L1 loss, <c>(y - t)²/(2β)</c> where <c>|y - t| &lt; β</c> and <c>|y - t| - β/2</c> elsewhere (Girshick 2015): the target is Float
/// and has the shape of the output, as <c>torch.nn.functional.smooth_l1_loss</c> without broadcasting. With <c>β = 1</c> it equals
/// <c>huber_loss</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class SmoothL1LossAttribute() : OutputLossAttribute
{
    /// <summary>The absolute error β, above 0, where the loss changes from quadratic to linear; 1 by default.</summary>
    public double Beta { get; set; } = 1;
}

/// <summary>
/// Binary cross entropy of logits: the target is Float, from 0 to 1, and has the shape of the output, as
/// <c>torch.nn.functional.binary_cross_entropy_with_logits</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class BceWithLogitsLossAttribute() : OutputLossAttribute
{
    /// <summary>
    /// A field or property of the class, <c>nameof(positiveWeight)</c>, of type <c>Tensor</c>: the weight of positive targets, broadcast to
    /// the output, or <c>null</c> for none. It is converted to the dtype and device of the output.
    /// </summary>
    public string? PosWeight { get; set; }
}

/// <summary>
/// Kullback-Leibler divergence <c>t (log t - y)</c>: the output holds log-probabilities, the target is Float and has the shape of the
/// output, as <c>torch.nn.functional.kl_div</c>. The default reduction is the mean over all elements; <see cref="LossReduction.BatchMean"/>
/// gives the mathematical definition.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class KlDivLossAttribute() : OutputLossAttribute
{
    /// <summary>Whether the target holds log-probabilities as well.</summary>
    public bool LogTarget { get; set; }
}

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006), as <c>torch.nn.functional.ctc_loss</c>: the output holds log-probabilities
/// <c>(T, B, C)</c>, as <see cref="LogSoftmaxAttribute"/> returns them, with time steps as the first axis. <c>Loss</c> takes the labels
/// <c>(B, S)</c>, the number of time steps <c>(B)</c> and the number of labels <c>(B)</c> of each sequence, all Int64.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class CtcLossAttribute() : OutputLossAttribute
{
    /// <summary>The class of the blank label; 0 by default.</summary>
    public long Blank { get; set; }

    /// <summary>
    /// Whether the loss and the gradients of a sequence with too few time steps for its labels are 0. By default the loss is infinite.
    /// </summary>
    public bool ZeroInfinity { get; set; }
}

/// <summary>
/// Triplet margin loss of three outputs <c>(..., D)</c>, <c>max(d(a, p) - d(a, n) + margin, 0)</c>, where d is the distance along the last
/// axis (Balntas et al. 2016), as <c>torch.nn.functional.triplet_margin_loss</c>. <c>Loss</c> takes no target.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class TripletMarginLossAttribute() : LossAttribute
{
    /// <summary>The anchor output, <c>nameof(anchor)</c>; by default the first of three outputs.</summary>
    public string? Anchor { get; set; }

    /// <summary>The positive output, to be close to the anchor; by default the second of three outputs.</summary>
    public string? Positive { get; set; }

    /// <summary>The negative output, to be far from the anchor; by default the third of three outputs.</summary>
    public string? Negative { get; set; }

    /// <summary>The required difference between the distances of the negative and of the positive, above 0; 1 by default.</summary>
    public double Margin { get; set; } = 1;

    /// <summary>The degree of the norm of the distance, at least 1; 2 by default.</summary>
    public int P { get; set; } = 2;

    /// <summary>A constant that is added to each element of a difference for numerical stability, above 0; 1e-6 by default.</summary>
    public double Eps { get; set; } = 1e-6;

    /// <summary>
    /// Whether the distance of the negative is the smaller of its distances to the anchor and to the positive (Balntas et al. 2016).
    /// </summary>
    public bool Swap { get; set; }
}
