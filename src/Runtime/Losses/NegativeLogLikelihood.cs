using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>Negative log-likelihood with the classes on the last axis, or another.</summary>
public static class NegativeLogLikelihood
{
    // What the native loss ignores; TorchSharp's gives no choice.
    private const long Ignored = -100;

    /// <summary>The loss <c>-logProbabilities[target]</c>, as <c>torch.nn.functional.nll_loss</c>.</summary>
    /// <param name="logProbabilities">The log-probabilities <c>(..., C)</c>.</param>
    /// <param name="target">The class indices <c>(...)</c>, Int64, from 0 to C - 1.</param>
    /// <param name="model">The model whose output they are, for messages.</param>
    /// <param name="reduction">How the losses of the items become the result.</param>
    /// <param name="ignoreIndex">A target that is left out of the loss and of its mean.</param>
    /// <param name="axis">The axis of the classes, if not the last.</param>
    /// <param name="weights">A factor <c>(C,)</c> for the loss of each class; <c>null</c> for none.</param>
    /// <param name="name">What the target is called, for messages.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses <c>(...)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The target's shape is not that of the output without the axis of the classes, or it is not
    /// Int64.</exception>
    /// <exception cref="System.ArgumentOutOfRangeException">A target is no class: negative, or C or more, and not
    /// <paramref name="ignoreIndex"/>.</exception>
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
