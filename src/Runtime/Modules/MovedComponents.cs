using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>The tensors that a move replaced, by the old ones, which it owns and disposes.</summary>
public sealed class MovedComponents : IDisposable
{
    private readonly Dictionary<Tensor, Tensor> _moved;

    internal MovedComponents(Dictionary<Tensor, Tensor> moved) => _moved = moved;

    /// <summary>Returns the new value of a field.</summary>
    /// <typeparam name="T">The type of the field.</typeparam>
    /// <param name="old">The old value of the field.</param>
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
