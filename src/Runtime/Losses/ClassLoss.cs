using System;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>The common part of losses against class indices: the check of the target, the axis of the classes, and class weights.</summary>
internal static class ClassLoss
{
    /// <summary>Applies a loss that expects the classes on axis 1.</summary>
    /// <param name="scores">The output of the model.</param>
    /// <param name="target">The class indices, Int64, in the shape of the output without the axis of the classes.</param>
    /// <param name="model">The model, for error messages.</param>
    /// <param name="reduction">How the losses of the elements are reduced.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="weights">The class weights <c>(C,)</c>, or <c>null</c>.</param>
    /// <param name="ignored">The value of targets that are ignored.</param>
    /// <param name="name">The name of the target, for error messages.</param>
    /// <param name="loss">Computes the loss from scores, classes and weights.</param>
    public static Tensor Apply(
        Tensor scores, Tensor target, string model, LossReduction reduction, int axis, Tensor? weights, long ignored, string name,
        Func<Tensor, Tensor, Tensor?, Tensor> loss)
    {
        var last = (int)scores.dim() - 1;
        axis = axis < 0 ? axis + last + 1 : axis;
        TargetGuard.Check(target, scores, DType.Int64, axis, model, name);
        using var fitting = weights is null ? null : Weights(weights, scores, axis, model);
        try
        {
            return Apply(scores, target, reduction, axis, fitting, loss);
        }
        catch (ExternalException) when (target.device_type == DeviceType.CPU)
        {
            Guard.Classes(target, scores.size(axis), ignored, model, name);
            throw;
        }
    }

    private static Tensor Apply(
        Tensor scores, Tensor target, LossReduction reduction, int axis, Tensor? fitting, Func<Tensor, Tensor, Tensor?, Tensor> loss)
    {
        if (axis != scores.dim() - 1)
        {
            using var moved = scores.movedim([axis], [1]);
            return loss(moved, target, fitting);
        }

        using var rows = scores.reshape(-1, scores.size(-1));
        using var classes = target.reshape(-1);
        var result = loss(rows, classes, fitting);
        if (reduction != LossReduction.None)
        {
            return result;
        }

        using (result)
        {
            return result.reshape(target.shape);
        }
    }

    public static TorchSharp.torch.nn.Reduction Native(LossReduction reduction) => reduction switch
    {
        LossReduction.Mean => nn.Reduction.Mean,
        LossReduction.Sum => nn.Reduction.Sum,
        LossReduction.None => nn.Reduction.None,
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "Only KlDivLoss supports this reduction."),
    };

    private static Tensor Weights(Tensor weights, Tensor scores, int axis, string model)
    {
        Guard.Rank(weights, 1, model, "Weights", "(C,)");
        if (weights.size(0) != scores.size(axis))
        {
            throw GuardMessages.WrongSize(
                weights, 0, scores.size(axis), model, "Weights", "C", "(C,)", "give one weight per class of the output");
        }

        return weights.to(scores.dtype, scores.device, copy: true);
    }
}
