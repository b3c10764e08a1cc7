using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>The tensors that replaced others when a model moved. Disposing it disposes those that were replaced.</summary>
public sealed class MovedComponents : IDisposable
{
    private readonly Dictionary<Tensor, Tensor> _moved;

    internal MovedComponents(Dictionary<Tensor, Tensor> moved) => _moved = moved;

    /// <summary>What a field holds from now on.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="old">What it held before.</param>
    /// <returns>The new tensor, or <paramref name="old"/> if it was not replaced.</returns>
    public T? Of<T>(T? old)
        where T : Tensor
        => old is not null && _moved.TryGetValue(old, out var replacement) ? (T)replacement : old;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var old in _moved.Keys)
        {
            old.Dispose();
        }
    }
}
