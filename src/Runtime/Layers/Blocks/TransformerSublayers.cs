using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>What the two transformer layers share: a sublayer with its residual, dropout and norm.</summary>
/// <param name="Features">D.</param>
/// <param name="Dropout">The probability of an element being zeroed in training.</param>
/// <param name="NormFirst">Whether norms stand before the sublayers (pre-LN) and not after the residuals.</param>
internal sealed record TransformerSublayers(long Features, double Dropout, bool NormFirst)
{
    /// <summary>What a sublayer starts from.</summary>
    public Tensor Start(Tensor x, LayerNorm norm) => NormFirst ? norm.call(x) : x.alias();

    /// <summary>Adds a sublayer's change, which is consumed, to what came before it.</summary>
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

    /// <summary>The sublayer of two linear layers.</summary>
    public Tensor FeedForward(Tensor x, LayerNorm norm, Linear linear1, Linear linear2, Activation activation, bool training)
    {
        using var start = Start(x, norm);
        using var hidden = Owned.Dropout(Owned.Activate(linear1.call(start), activation), Dropout, training);
        return Join(x, linear2.call(hidden), norm, training);
    }
}
