using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>A model with its loss.</summary>
internal sealed class BatchLoss<TModel, TBatch>(TModel model, Func<TModel, TBatch, (Tensor Loss, Tensor? Outputs)> compute)
    where TModel : nn.Module
{
    /// <summary>The model.</summary>
    public TModel Model => model;

    /// <summary>
    /// Computes the loss of a batch on the model's device and lets it be used, with the outputs and the batch there; all but the batch
    /// itself is disposed afterwards.
    /// </summary>
    public void Compute(TBatch batch, Action<Tensor, Tensor?, TBatch> use)
    {
        using var scope = NewDisposeScope();
        var isCopy = BatchOperations.TryMove(batch, Device(), out var moved);
        try
        {
            var (loss, outputs) = compute(model, moved);
            if (loss is null || loss.numel() != 1)
            {
                throw new TrainingException(
                    $"The loss must be one number, but is {(loss is null ? "null" : Describe.Shape(loss))}: reduce it to a mean.");
            }

            use(loss, outputs, moved);
        }
        finally
        {
            if (isCopy)
            {
                BatchOperations.Dispose(moved);
            }
        }
    }

    private Device Device() => model.parameters().FirstOrDefault()?.device ?? CPU;
}
