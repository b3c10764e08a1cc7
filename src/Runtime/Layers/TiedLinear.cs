using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>A linear layer that borrows an embedding's weight (Press and Wolf 2017).</summary>
public static class TiedLinear
{
    /// <summary>The scores of every id: <c>x Wᵀ</c>.</summary>
    /// <param name="x">The features <c>(..., D)</c>.</param>
    /// <param name="embedding">The embedding with the weight <c>(vocabulary, D)</c>.</param>
    /// <returns>The scores <c>(..., vocabulary)</c>.</returns>
    public static Tensor Apply(Tensor x, Embedding embedding)
    {
        // Every read of the property makes a handle of its own.
        using var weight = embedding.weight;
        return nn.functional.linear(x, weight!);
    }
}
