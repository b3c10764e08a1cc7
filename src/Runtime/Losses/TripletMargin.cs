using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>The triplet margin loss (Balntas et al. 2016).</summary>
public static class TripletMargin
{
    /// <summary>
    /// Computes <c>max(d(anchor, positive) - d(anchor, negative) + margin, 0)</c> of distances along the last axis, as
    /// <c>torch.nn.functional.triplet_margin_loss</c>.
    /// </summary>
    /// <param name="anchor">The anchors <c>(..., D)</c>.</param>
    /// <param name="positive">The positives, to be close to the anchors, of the same shape.</param>
    /// <param name="negative">The negatives, to be far from the anchors, of the same shape.</param>
    /// <param name="model">The name of the model, for messages.</param>
    /// <param name="reduction">How the losses of the triplets are reduced.</param>
    /// <param name="margin">The required difference between the distances of the negative and of the positive.</param>
    /// <param name="p">The degree of the norm of the distance, at least 1.</param>
    /// <param name="eps">A constant that is added to each element of a difference, so that the gradient of equal vectors is finite.</param>
    /// <param name="swap">Whether the distance of the negative is the smaller of its distances to the anchor and to the positive.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses <c>(...)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor Loss(
        Tensor anchor, Tensor positive, Tensor negative, string model, LossReduction reduction = LossReduction.Mean, double margin = 1,
        long p = 2, double eps = 1e-6, bool swap = false)
    {
        Check(positive, anchor, model, nameof(positive));
        Check(negative, anchor, model, nameof(negative));
        return nn.functional.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, ClassLoss.Native(reduction));
    }

    private static void Check(Tensor other, Tensor anchor, string model, string name)
    {
        const string Repair = "give all three the same shape";
        var declared = $"the anchor's shape {GuardMessages.Shape(anchor)}";
        if (other.dim() != anchor.dim())
        {
            throw GuardMessages.WrongRank(other, GuardMessages.Axes((int)anchor.dim()), model, name, declared, Repair);
        }

        for (var axis = 0; axis < anchor.dim(); axis++)
        {
            if (other.size(axis) != anchor.size(axis))
            {
                throw GuardMessages.WrongSize(other, axis, anchor.size(axis), model, name, symbol: null, declared, Repair);
            }
        }
    }
}
