using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>Negative log-likelihood of log-probabilities.</summary>
public static class NegativeLogLikelihood
{
    // The ignored target of the native loss; TorchSharp does not expose the argument.
    private const long Ignored = -100;

    /// <summary>Computes <c>-logProbabilities[target]</c>, as <c>torch.nn.functional.nll_loss</c>.</summary>
    /// <param name="logProbabilities">The log-probabilities <c>(..., C)</c>.</param>
    /// <param name="target">The class indices <c>(...)</c>, Int64, from 0 to C - 1.</param>
    /// <param name="model">The model whose output they are, for error messages.</param>
    /// <param name="reduction">How the losses of the elements are reduced.</param>
    /// <param name="ignoreIndex">The target value that contributes neither to the loss nor to its mean.</param>
    /// <param name="axis">The axis of the classes; the last one by default.</param>
    /// <param name="weights">The class weights <c>(C,)</c>; <c>null</c> for none.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses <c>(...)</c>.</returns>
    /// <exception cref="ShapeMismatchException">
    /// The target does not have the shape of the output without the axis of the classes, or is not Int64.
    /// </exception>
    /// <exception cref="System.ArgumentOutOfRangeException">
    /// A target is neither from 0 to C - 1 nor <paramref name="ignoreIndex"/>.
    /// </exception>
    public static Tensor Loss(
        Tensor logProbabilities, Tensor target, string model, LossReduction reduction = LossReduction.Mean, long ignoreIndex = Ignored,
        int axis = -1, Tensor? weights = null, string name = "target")
        => ClassLoss.Apply(logProbabilities, target, model, reduction, axis, weights, ignoreIndex, name, (scores, classes, factors) =>
        {
            if (ignoreIndex == Ignored)
            {
                return nn.functional.nll_loss(scores, classes, factors, ClassLoss.Native(reduction));
            }

            using var isIgnored = classes.eq(Scalars.Of(ignoreIndex));
            using var others = classes.masked_fill(isIgnored, Scalars.Of(Ignored));
            return nn.functional.nll_loss(scores, others, factors, ClassLoss.Native(reduction));
        });
}
