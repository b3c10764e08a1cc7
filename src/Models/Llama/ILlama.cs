using System;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>What the generations of Llama have in common; each is an <c>nn.Module</c> of its own.</summary>
public interface ILlama : ILanguageModel, IDisposable
{
    /// <summary>Computes the scores of the next id at every position.</summary>
    /// <param name="input">Ids <c>(B, T)</c>.</param>
    /// <returns>Scores <c>(B, T, vocabulary)</c>, owned by the caller.</returns>
    Tensor call(Tensor input);
}
