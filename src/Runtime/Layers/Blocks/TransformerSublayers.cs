using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>The common part of the transformer layers: sublayers with dropout, residual connection and layer norm.</summary>
/// <param name="Features">The number of features D.</param>
/// <param name="Dropout">The probability of zeroing an element during training.</param>
/// <param name="NormFirst">
/// Whether layer norms precede the sublayers (pre-LN) instead of following the residual connections (post-LN).
/// </param>
internal sealed record TransformerSublayers(long Features, double Dropout, bool NormFirst)
{
    /// <summary>Returns the input of a sublayer, as a new handle.</summary>
    public Tensor Start(Tensor x, LayerNorm norm) => NormFirst ? norm.call(x) : x.alias();

    /// <summary>Applies dropout to the result of a sublayer, which is consumed, and adds the residual connection.</summary>
    public Tensor Join(Tensor x, Tensor change, LayerNorm norm, bool training)
    {
        var sum = Owned.Add(Owned.Dropout(change, Dropout, training), x);
        if (NormFirst)
        {
            return sum;
        }

        using (sum)
        {
            return norm.call(sum);
        }
    }

    /// <summary>Runs the feed-forward sublayer.</summary>
    public Tensor FeedForward(Tensor x, LayerNorm norm, Linear linear1, Linear linear2, Activation activation, bool training)
    {
        using var start = Start(x, norm);
        var change = MixedPrecision.Inside(
            (linear1, linear2, activation, Dropout, training), start, static (block, start) =>
            {
                using var hidden = Owned.Dropout(
                    Owned.Activate(Products.Linear(block.linear1, start), block.activation), block.Dropout, block.training);
                return Products.Linear(block.linear2, hidden);
            });
        return Join(x, change, norm, training);
    }
}
