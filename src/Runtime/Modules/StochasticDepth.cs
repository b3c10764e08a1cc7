using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>Stochastic depth (Huang et al. 2016).</summary>
public static class StochasticDepth
{
    /// <summary>
    /// Zeroes items of the batch at random in training and divides the others by <c>1 - probability</c>; in evaluation returns the input.
    /// </summary>
    /// <param name="x">The input <c>(B, ...)</c>.</param>
    /// <param name="probability">The probability of zeroing an item.</param>
    /// <param name="training">Whether the model is in training mode.</param>
    /// <returns>The result, of the same shape, as a new handle; in evaluation it shares the memory of the input.</returns>
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
