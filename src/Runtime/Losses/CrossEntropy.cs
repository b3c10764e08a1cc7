using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>Cross entropy of logits with the classes on the last axis, or another.</summary>
public static class CrossEntropy
{
    /// <summary>The loss <c>-log softmax(logits)[target]</c>, as <c>torch.nn.functional.cross_entropy</c>.</summary>
    /// <param name="logits">The logits <c>(..., C)</c>.</param>
    /// <param name="target">The class indices <c>(...)</c>, Int64, from 0 to C - 1.</param>
    /// <param name="model">The model whose output the logits are, for messages.</param>
    /// <param name="reduction">How the losses of the items become the result.</param>
    /// <param name="ignoreIndex">A target that is left out of the loss and of its mean.</param>
    /// <param name="labelSmoothing">The share of the target's probability spread over all classes, from 0 to 1 (Szegedy et al.
    /// 2016).</param>
    /// <param name="axis">The axis of the classes, if not the last.</param>
    /// <param name="weights">A factor <c>(C,)</c> for the loss of each class; <c>null</c> for none.</param>
    /// <param name="name">What the target is called, for messages.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses <c>(...)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The target's shape is not that of the logits without the axis of the classes, or it is not
    /// Int64.</exception>
    /// <exception cref="System.ArgumentOutOfRangeException">A target is no class: negative, or C or more, and not
    /// <paramref name="ignoreIndex"/>.</exception>
    public static Tensor Loss(
        Tensor logits, Tensor target, string model, LossReduction reduction = LossReduction.Mean, long ignoreIndex = -100,
        double labelSmoothing = 0,
        int axis = -1, Tensor? weights = null, string name = "target")
        => ClassLoss.Apply(logits, target, model, reduction, axis, weights, ignoreIndex, name, (scores, classes, factors) =>
            nn.functional.cross_entropy(scores, classes, factors, ignoreIndex, ClassLoss.Native(reduction), labelSmoothing));
}
