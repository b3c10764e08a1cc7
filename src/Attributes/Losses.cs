using System;
using System.ComponentModel;

namespace ModelGen;

/// <summary>A loss on the model's output: the class gains <c>Loss(inputs…, target)</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class LossAttribute : Attribute
{
    /// <summary>How the losses of the items become the result; <see cref="LossReduction.Mean"/> by default.</summary>
    public LossReduction Reduction { get; set; }

    /// <summary>The output that the loss is of, for a model with several: <c>nameof(logits)</c>.</summary>
    public string? Of { get; set; }
}

/// <summary>How the losses of the items become the result.</summary>
public enum LossReduction
{
    /// <summary>Their mean, a scalar; with class weights or ignored targets the weighted mean of those that count.</summary>
    Mean,

    /// <summary>Their sum, a scalar.</summary>
    Sum,

    /// <summary>Each by itself, in the target's shape.</summary>
    None,

    /// <summary>
    /// Their sum divided by the size of the first axis, a scalar: the divergence by its definition, for <see cref="KlDivLossAttribute"/>
    /// only.
    /// </summary>
    BatchMean,
}

/// <summary>A loss of scores for each class against the class that is right.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClassLossAttribute : LossAttribute
{
    /// <summary>A target that is left out of the loss and of its mean; -100 by default.</summary>
    public long IgnoreIndex { get; set; } = -100;

    /// <summary>The expected number of classes; taken from the output when not given, checked when given.</summary>
    public object? Classes { get; set; }

    /// <summary>The axis of the output that holds the classes, -1 by default; 1 for maps <c>(B, C, H, W)</c>.</summary>
    public int Axis { get; set; } = -1;

    /// <summary>
    /// A field or property of the class, <c>nameof(classWeights)</c>, of type <c>Tensor</c>: a factor <c>(C,)</c> for the loss of each
    /// class, or <c>null</c> for none. It follows the output's type and device.
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
    /// <summary>The share of the target's probability spread over all classes, from 0 to 1 (Szegedy et al. 2016).</summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>
/// Negative log-likelihood: output <c>(..., C)</c> of log-probabilities, as <see cref="LogSoftmaxAttribute"/> gives them, target
/// <c>(...)</c> of Int64 class indices, as <c>torch.nn.functional.nll_loss</c> with the classes on the last axis.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class NllLossAttribute() : ClassLossAttribute
{
}

/// <summary>
/// The squared difference <c>(y - t)²</c>: the target is Float in the output's shape, as <c>torch.nn.functional.mse_loss</c> but never
/// broadcast.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class MseLossAttribute() : LossAttribute
{
}

/// <summary>
/// The absolute difference <c>|y - t|</c>: the target is Float in the output's shape, as <c>torch.nn.functional.l1_loss</c> but never
/// broadcast.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class L1LossAttribute() : LossAttribute
{
}

/// <summary>
/// The squared difference near 0 and the absolute one beyond: <c>(y - t)²/(2β)</c> where <c>|y - t| &lt; β</c>, elsewhere
/// <c>|y - t| - β/2</c> (Girshick 2015). The target is Float in the output's shape, as <c>torch.nn.functional.smooth_l1_loss</c> but never
/// broadcast; with <c>β = 1</c> it is <c>huber_loss</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class SmoothL1LossAttribute() : LossAttribute
{
    /// <summary>β, where the two meet, above 0; 1 by default.</summary>
    public double Beta { get; set; } = 1;
}

/// <summary>
/// Binary cross entropy of logits: the target is Float in the output's shape, from 0 to 1, as
/// <c>torch.nn.functional.binary_cross_entropy_with_logits</c>.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class BceWithLogitsLossAttribute() : LossAttribute
{
    /// <summary>
    /// A field or property of the class, <c>nameof(positiveWeight)</c>, of type <c>Tensor</c>: a factor for the loss of positive targets,
    /// broadcast against the output, or <c>null</c> for none. It follows the output's type and device.
    /// </summary>
    public string? PosWeight { get; set; }
}

/// <summary>
/// The Kullback-Leibler divergence <c>t (log t - y)</c>: the output holds log-probabilities, the target is Float in its shape, as
/// <c>torch.nn.functional.kl_div</c>. <see cref="LossReduction.BatchMean"/> is the divergence by its definition; the default is the mean
/// over all elements.
/// </summary>
/// <remarks><see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#losses">The vocabulary: losses</see></remarks>
public sealed class KlDivLossAttribute() : LossAttribute
{
    /// <summary>Whether the target holds log-probabilities too.</summary>
    public bool LogTarget { get; set; }
}
