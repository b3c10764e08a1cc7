using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>Looks up vectors by their ids and reports ids that are out of range.</summary>
public static class Lookup
{
    /// <summary>
    /// Looks up the vectors of ids. A valid lookup costs nothing extra: ids are searched for one that is out of range only after libtorch
    /// has failed. On an accelerator the failure arrives too late for that; <c>CheckIds</c> checks before the lookup.
    /// </summary>
    /// <param name="embedding">The embedding with the vectors <c>(count, D)</c>.</param>
    /// <param name="ids">The ids <c>(...)</c>, Int64.</param>
    /// <param name="count">The number of ids; valid ids are 0 to <c>count - 1</c>.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="layer">The name of the embedding.</param>
    /// <param name="input">The input that holds the ids; <c>null</c> if they are computed.</param>
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
