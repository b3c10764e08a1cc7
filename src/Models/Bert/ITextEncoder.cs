using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>An encoder of texts, which is an <c>nn.Module</c>: BERT, RoBERTa or DistilBERT.</summary>
public interface ITextEncoder
{
    /// <summary>Computes the last hidden states of texts.</summary>
    /// <param name="ids">Ids <c>(B, T)</c>.</param>
    /// <param name="padding">The padding mask <c>(B, T)</c>, true for padding.</param>
    /// <returns>The vectors of the tokens <c>(B, T, D)</c>, owned by the caller.</returns>
    Tensor Encode(Tensor ids, Tensor padding);
}
