using System;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>A model with its loss.</summary>
internal sealed class BatchLoss<TModel, TBatch>(
    TModel model, Precision precision, Func<TModel, TBatch, (Tensor Loss, Tensor? Outputs)> compute)
    where TModel : nn.Module
{
    /// <summary>The model.</summary>
    public TModel Model => model;

    /// <summary>
    /// Computes the loss of a batch on the model's device and lets it be used, with the outputs and the batch there; all but the batch
    /// itself is disposed afterwards.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="place">Where the batch is in the data.</param>
    /// <param name="use">Uses the loss.</param>
    /// <exception cref="TrainingException">The loss function fails, or its result is not one number.</exception>
    public void Compute(TBatch batch, BatchPlace place, Action<Tensor, Tensor?, TBatch> use)
    {
        using var scope = NewDisposeScope();
        var isCopy = BatchOperations.TryMove(batch, Device(), out var moved);
        try
        {
            var (loss, outputs) = Compute(moved, place);
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

    // What libtorch and the guards of models report does not name the batch. libtorch appends the frames of its stack to the first line.
    private (Tensor Loss, Tensor? Outputs) Compute(TBatch batch, BatchPlace place)
    {
        try
        {
            using var products = MixedPrecision.Use(precision);
            return compute(model, batch);
        }
        catch (Exception cause) when (cause is ExternalException or ArgumentException)
        {
            throw new TrainingException($"The loss of {place} cannot be computed: {cause.Message.Split('\n')[0].TrimEnd()}", cause);
        }
    }

    private Device Device() => model.parameters().FirstOrDefault()?.device ?? CPU;
}
