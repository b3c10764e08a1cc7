using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// The tensors of one training step: the inputs of a model and the targets of its loss. Disposing a batch disposes its tensors.
/// </summary>
/// <typeparam name="TSelf">The type of the batch itself.</typeparam>
public interface IBatch<out TSelf> : IDisposable
{
    /// <summary>The number of examples.</summary>
    long Count { get; }

    /// <summary>The tensors of the batch, in the same order for every batch of the type. Absent optional tensors are omitted.</summary>
    IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Copies the batch to a device.</summary>
    /// <param name="device">The device.</param>
    /// <returns>A batch with its own tensor handles, which the caller disposes. This batch is unchanged.</returns>
    TSelf To(Device device);
}
