using static TorchSharp.torch;

namespace ModelGen.Losses;

/// <summary>The triplet margin loss (Balntas et al. 2016).</summary>
public static class TripletMargin
{
    /// <summary>
    /// The loss <c>max(d(anchor, positive) - d(anchor, negative) + margin, 0)</c> of distances along the last axis, as
    /// <c>torch.nn.functional.triplet_margin_loss</c>.
    /// </summary>
    /// <param name="anchor">The anchors <c>(..., D)</c>.</param>
    /// <param name="positive">What is to be near, in the same shape.</param>
    /// <param name="negative">What is to be far, in the same shape.</param>
    /// <param name="model">The model whose outputs they are, for messages.</param>
    /// <param name="reduction">How the losses of the triplets become the result.</param>
    /// <param name="margin">How much farther than the positive the negative is to be.</param>
    /// <param name="p">The degree of the norm, at least 1.</param>
    /// <param name="eps">What is added to each difference, so that the gradient of equal vectors is finite.</param>
    /// <param name="swap">Whether the negative's distance is the smaller of those to the anchor and to the positive.</param>
    /// <returns>A scalar, or for <see cref="LossReduction.None"/> the losses <c>(...)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor Loss(
        Tensor anchor, Tensor positive, Tensor negative, string model, LossReduction reduction = LossReduction.Mean, double margin = 1, long p = 2,
        double eps = 1e-6, bool swap = false)
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
