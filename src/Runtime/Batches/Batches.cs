using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>Operations of generated batches.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Batches
{
    /// <summary>Returns the tensors of a batch without the absent ones.</summary>
    /// <param name="tensors">The tensors; null where an optional one is absent.</param>
    /// <returns>The tensors that are present, in the same order.</returns>
    public static IReadOnlyList<Tensor> Given(params Tensor?[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. tensors.OfType<Tensor>()];
    }
}
