using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>Looks vectors up by their ids, and says which id has none.</summary>
public static class Lookup
{
    /// <summary>
    /// The vectors of <paramref name="ids"/>. An id that has none costs nothing to find out: it is looked for only after libtorch has
    /// failed. On an accelerator a failure comes too late for that; <c>CheckIds</c> looks beforehand.
    /// </summary>
    /// <param name="embedding">The vectors <c>(count, D)</c>.</param>
    /// <param name="ids">The ids <c>(...)</c>, Int64.</param>
    /// <param name="count">How many there are: ids run from 0 to one less.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="layer">The embedding's name.</param>
    /// <param name="input">The input that holds the ids; <c>null</c> if they were computed.</param>
    /// <returns>The vectors <c>(..., D)</c>.</returns>
    /// <exception cref="System.ArgumentOutOfRangeException">An id is negative, or <paramref name="count"/> or more.</exception>
    public static Tensor Embedding(Embedding embedding, Tensor ids, long count, string model, string layer, string? input = null)
    {
        try
        {
            return embedding.call(ids);
        }
        catch (ExternalException) when (ids.device_type == DeviceType.CPU)
        {
            Guard.Ids(ids, count, model, layer, input);
            throw;
        }
    }
}
