using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>The tensors of one training step: the inputs of a model and the targets of its loss. Disposing a batch disposes its tensors.</summary>
/// <typeparam name="TSelf">The batch's own type.</typeparam>
public interface IBatch<out TSelf> : IDisposable
{
    /// <summary>The number of examples.</summary>
    long Count { get; }

    /// <summary>The batch's tensors, in an order that is the same for every batch of the type; optional ones that are absent are left out.</summary>
    IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Copies the batch to a device.</summary>
    /// <param name="device">The device.</param>
    /// <returns>A batch with handles of its own, which the caller disposes; this one stays as it is.</returns>
    TSelf To(Device device);
}
