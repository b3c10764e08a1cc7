using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>
/// Losses that compare each element of the output with the one at its place in the target. The shapes must be equal: a target that would be
/// broadcast is a mistake that otherwise nobody sees.
/// </summary>
public static class Elementwise
{
    /// <summary>The squared difference, as <c>torch.nn.functional.mse_loss</c>.</summary>
    /// <param name="output">The model's output.</param>
    /// <param name="target">What it should be, in the same shape, of any floating-point type.</param>
    /// <param name="model">The model, for messages.</param>
    /// <param name="reduction">How the losses of the elements become the result.</param>
    /// <param name="name">What the target is called, for messages.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses in the output's shape.</returns>
    /// <exception cref="ShapeMismatchException">The target has another shape or is not of a floating-point type.</exception>
    public static Tensor Mse(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        return nn.functional.mse_loss(output, fitting, ClassLoss.Native(reduction));
    }

    /// <summary>The absolute difference, as <c>torch.nn.functional.l1_loss</c>.</summary>
    /// <inheritdoc cref="Mse"/>
    public static Tensor L1(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        return nn.functional.l1_loss(output, fitting, ClassLoss.Native(reduction));
    }

    /// <summary>The squared difference near 0 and the absolute one beyond, as <c>torch.nn.functional.smooth_l1_loss</c>.</summary>
    /// <param name="output">The model's output.</param>
    /// <param name="target">What it should be, in the same shape, of any floating-point type.</param>
    /// <param name="model">The model, for messages.</param>
    /// <param name="reduction">How the losses of the elements become the result.</param>
    /// <param name="beta">The difference at which the two meet, above 0.</param>
    /// <param name="name">What the target is called, for messages.</param>
    /// <inheritdoc cref="Mse"/>
    public static Tensor SmoothL1(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, double beta = 1, string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        return nn.functional.smooth_l1_loss(output, fitting, ClassLoss.Native(reduction), beta);
    }

    /// <summary>Binary cross entropy of logits, as <c>torch.nn.functional.binary_cross_entropy_with_logits</c>.</summary>
    /// <param name="output">The model's output.</param>
    /// <param name="target">What it should be, in the same shape, of any floating-point type, from 0 to 1.</param>
    /// <param name="model">The model, for messages.</param>
    /// <param name="reduction">How the losses of the elements become the result.</param>
    /// <param name="posWeight">A factor for the loss of positive targets, broadcast against the output; <c>null</c> for none.</param>
    /// <param name="name">What the target is called, for messages.</param>
    /// <inheritdoc cref="Mse"/>
    public static Tensor BceWithLogits(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, Tensor? posWeight = null,
        string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        using var weight = posWeight is null ? null : Stretching(posWeight, output, model);
        return nn.functional.binary_cross_entropy_with_logits(output, fitting, null, ClassLoss.Native(reduction), weight);
    }

    /// <summary>The Kullback-Leibler divergence of log-probabilities, as <c>torch.nn.functional.kl_div</c>.</summary>
    /// <param name="output">The model's output: log-probabilities.</param>
    /// <param name="target">Probabilities, or their logarithms, in the same shape, of any floating-point type.</param>
    /// <param name="model">The model, for messages.</param>
    /// <param name="reduction">How the losses of the elements become the result.</param>
    /// <param name="logTarget">Whether the target holds log-probabilities too.</param>
    /// <param name="name">What the target is called, for messages.</param>
    /// <inheritdoc cref="Mse"/>
    public static Tensor KlDiv(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, bool logTarget = false,
        string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        switch (reduction)
        {
            case LossReduction.BatchMean:
                using (var sum = nn.functional.kl_div(output, fitting, logTarget, nn.Reduction.Sum))
                using (var count = output.size(0).ToScalar())
                {
                    return sum.div(count);
                }

            case LossReduction.Mean:
                // The native mean warns at every call that it is not the mean over the batch.
                using (var each = nn.functional.kl_div(output, fitting, logTarget, nn.Reduction.None))
                {
                    return each.mean();
                }

            default:
                return nn.functional.kl_div(output, fitting, logTarget, ClassLoss.Native(reduction));
        }
    }

    private static Tensor Fitting(Tensor output, Tensor target, string model, string name)
    {
        TargetGuard.Check(target, output, DType.Float, classes: null, model, name);
        return target.dtype == output.dtype ? target.alias() : target.to(output.dtype);
    }

    private static Tensor Stretching(Tensor posWeight, Tensor output, string model)
    {
        const string Declared = "the last axes of the output's shape";
        Guard.Condition(posWeight.dim() <= output.dim(), model, "PosWeight must not have more axes than the output.");
        for (var axis = -1; axis >= -posWeight.dim(); axis--)
        {
            if (posWeight.size(axis) != 1 && posWeight.size(axis) != output.size(axis))
            {
                throw GuardMessages.WrongSize(
                    posWeight, axis, output.size(axis), model, "PosWeight", symbol: null, Declared,
                    "give one weight for each of the output's numbers along this axis, or one for all");
            }
        }

        return posWeight.to(output.dtype, output.device, copy: true);
    }
}
