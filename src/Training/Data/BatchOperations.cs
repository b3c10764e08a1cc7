using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// What can be done with a batch of any type: with an <see cref="IBatch{TSelf}"/> everything, with a tuple of tensors most.
/// </summary>
internal static class BatchOperations
{
    /// <summary>The number of examples; 1 for a type that does not say.</summary>
    public static long Count<TBatch>(TBatch batch) => batch switch
    {
        IBatch<TBatch> typed => typed.Count,
        ITuple { Length: > 0 } tuple when tuple[0] is Tensor tensor && tensor.dim() > 0 => tensor.size(0),
        Tensor tensor when tensor.dim() > 0 => tensor.size(0),
        _ => 1,
    };

    /// <summary>Copies a batch to another device.</summary>
    /// <param name="batch">The batch, which stays as it is.</param>
    /// <param name="device">The device.</param>
    /// <param name="moved">The copy, which the caller disposes.</param>
    /// <returns>Whether there was anything to copy: not where the batch is there already, or its type does not say what its tensors
    /// are.</returns>
    public static bool TryMove<TBatch>(TBatch batch, Device device, out TBatch moved)
    {
        if (batch is IBatch<TBatch> typed && typed.Tensors is [{ } first, ..] && first.device != device)
        {
            moved = typed.To(device);
            return true;
        }

        moved = batch;
        return false;
    }

    /// <summary>Disposes the tensors of a batch.</summary>
    public static void Dispose<TBatch>(TBatch batch)
    {
        if (batch is IDisposable disposable)
        {
            disposable.Dispose();
        }
        else if (batch is ITuple tuple)
        {
            for (var item = 0; item < tuple.Length; item++)
            {
                (tuple[item] as IDisposable)?.Dispose();
            }
        }
    }

    /// <summary>The tensors of a batch, or <c>null</c> for a type that does not say.</summary>
    public static IReadOnlyList<Tensor>? Tensors<TBatch>(TBatch batch) => batch switch
    {
        IBatch<TBatch> typed => typed.Tensors,
        Tensor tensor => [tensor],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(item => tuple[item]).OfType<Tensor>()],
        _ => null,
    };
}
