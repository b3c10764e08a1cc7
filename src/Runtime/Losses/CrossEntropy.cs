using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>Cross entropy of logits.</summary>
public static class CrossEntropy
{
    /// <summary>Computes <c>-log softmax(logits)[target]</c>, as <c>torch.nn.functional.cross_entropy</c>.</summary>
    /// <param name="logits">The logits <c>(..., C)</c>.</param>
    /// <param name="target">The class indices <c>(...)</c>, Int64, from 0 to C - 1.</param>
    /// <param name="model">The model whose output the logits are, for error messages.</param>
    /// <param name="reduction">How the losses of the elements are reduced.</param>
    /// <param name="ignoreIndex">The target value that contributes neither to the loss nor to its mean.</param>
    /// <param name="labelSmoothing">
    /// The fraction of the target's probability that is spread over all classes, from 0 to 1 (Szegedy et al. 2016).
    /// </param>
    /// <param name="axis">The axis of the classes; the last one by default.</param>
    /// <param name="weights">The class weights <c>(C,)</c>; <c>null</c> for none.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses <c>(...)</c>.</returns>
    /// <exception cref="ShapeMismatchException">
    /// The target does not have the shape of the logits without the axis of the classes, or is not Int64.
    /// </exception>
    /// <exception cref="System.ArgumentOutOfRangeException">
    /// A target is neither from 0 to C - 1 nor <paramref name="ignoreIndex"/>.
    /// </exception>
    public static Tensor Loss(
        Tensor logits, Tensor target, string model, LossReduction reduction = LossReduction.Mean, long ignoreIndex = -100,
        double labelSmoothing = 0, int axis = -1, Tensor? weights = null, string name = "target")
        => ClassLoss.Apply(logits, target, model, reduction, axis, weights, ignoreIndex, name, (scores, classes, factors) =>
            nn.functional.cross_entropy(scores, classes, factors, ignoreIndex, ClassLoss.Native(reduction), labelSmoothing));
}
