using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>
/// Losses that compare output and target element by element. The shapes must be equal, because broadcasting a target is usually a mistake
/// that goes unnoticed.
/// </summary>
public static class Elementwise
{
    /// <summary>Computes the squared error, as <c>torch.nn.functional.mse_loss</c>.</summary>
    /// <param name="output">The output of the model.</param>
    /// <param name="target">The target, of the shape of the output and any floating-point dtype.</param>
    /// <param name="model">The model, for error messages.</param>
    /// <param name="reduction">How the losses of the elements are reduced.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses in the shape of the output.</returns>
    /// <exception cref="ShapeMismatchException">The target has another shape or does not have a floating-point dtype.</exception>
    public static Tensor Mse(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        return nn.functional.mse_loss(output, fitting, ClassLoss.Native(reduction));
    }

    /// <summary>Computes the absolute error, as <c>torch.nn.functional.l1_loss</c>.</summary>
    /// <inheritdoc cref="Mse"/>
    public static Tensor L1(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        return nn.functional.l1_loss(output, fitting, ClassLoss.Native(reduction));
    }

    /// <summary>Computes the smooth L1 loss, as <c>torch.nn.functional.smooth_l1_loss</c>.</summary>
    /// <param name="output">The output of the model.</param>
    /// <param name="target">The target, of the shape of the output and any floating-point dtype.</param>
    /// <param name="model">The model, for error messages.</param>
    /// <param name="reduction">How the losses of the elements are reduced.</param>
    /// <param name="beta">The absolute error, above 0, where the loss changes from quadratic to linear.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <returns><inheritdoc cref="Mse" path="/returns/node()"/></returns>
    /// <inheritdoc cref="Mse" path="/exception"/>
    public static Tensor SmoothL1(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, double beta = 1, string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        return nn.functional.smooth_l1_loss(output, fitting, ClassLoss.Native(reduction), beta);
    }

    /// <summary>Computes the binary cross entropy of logits, as <c>torch.nn.functional.binary_cross_entropy_with_logits</c>.</summary>
    /// <param name="output">The output of the model, logits.</param>
    /// <param name="target">The target, from 0 to 1, of the shape of the output and any floating-point dtype.</param>
    /// <param name="model">The model, for error messages.</param>
    /// <param name="reduction">How the losses of the elements are reduced.</param>
    /// <param name="posWeight">The weight of positive targets, broadcast to the output; <c>null</c> for none.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <returns><inheritdoc cref="Mse" path="/returns/node()"/></returns>
    /// <inheritdoc cref="Mse" path="/exception"/>
    public static Tensor BceWithLogits(
        Tensor output, Tensor target, string model, LossReduction reduction = LossReduction.Mean, Tensor? posWeight = null,
        string name = "target")
    {
        using var fitting = Fitting(output, target, model, name);
        using var weight = posWeight is null ? null : Stretching(posWeight, output, model);
        return nn.functional.binary_cross_entropy_with_logits(output, fitting, null, ClassLoss.Native(reduction), weight);
    }

    /// <summary>Computes the Kullback-Leibler divergence, as <c>torch.nn.functional.kl_div</c>.</summary>
    /// <param name="output">The output of the model, log-probabilities.</param>
    /// <param name="target">Probabilities or log-probabilities, of the shape of the output and any floating-point dtype.</param>
    /// <param name="model">The model, for error messages.</param>
    /// <param name="reduction">How the losses of the elements are reduced.</param>
    /// <param name="logTarget">Whether the target holds log-probabilities.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <returns><inheritdoc cref="Mse" path="/returns/node()"/></returns>
    /// <inheritdoc cref="Mse" path="/exception"/>
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
                // With the native mean reduction every call warns that it is not the mean over the batch.
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
                    "give one weight per element of the output along this axis, or one for all");
            }
        }

        return posWeight.to(output.dtype, output.device, copy: true);
    }
}
