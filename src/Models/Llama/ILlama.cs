using System;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>The common interface of the Llama-like models, each of which is an <c>nn.Module</c>.</summary>
public interface ILlama : ILanguageModel, IDisposable
{
    /// <summary>Computes the scores of the next id at every position.</summary>
    /// <param name="input">Ids <c>(B, T)</c>.</param>
    /// <returns>Scores <c>(B, T, vocabulary)</c>, owned by the caller.</returns>
    Tensor call(Tensor input);
}
