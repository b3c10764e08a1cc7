using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>Stochastic depth (Huang et al. 2016).</summary>
public static class StochasticDepth
{
    /// <summary>
    /// Zeroes each item with a probability and scales the rest by its complement's inverse; in evaluation the input itself.
    /// </summary>
    /// <param name="x">The input <c>(B, ...)</c>.</param>
    /// <param name="probability">The probability of an item being zeroed.</param>
    /// <param name="training">Whether the model is in training.</param>
    /// <returns>The result, in the same shape: a handle of its own, in evaluation to the input's memory.</returns>
    public static Tensor Apply(Tensor x, double probability, bool training)
    {
        if (!training || probability == 0)
        {
            return x.alias();
        }

        var kept = 1 - probability;
        var shape = x.shape.Select((size, axis) => axis == 0 ? size : 1).ToArray();
        using var mask = empty(shape, dtype: x.dtype, device: x.device).bernoulli_(kept);
        if (kept > 0)
        {
            mask.div_(Scalars.Of(kept));
        }

        return x.mul(mask);
    }
}
