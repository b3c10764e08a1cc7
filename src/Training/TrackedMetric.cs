using System;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>A metric with the targets that it compares outputs with.</summary>
internal sealed record TrackedMetric<TBatch>(string Name, IMetric Metric, Func<TBatch, Tensor> Target)
{
    /// <summary>Adds the outputs of a batch.</summary>
    /// <exception cref="TrainingException">There are no outputs.</exception>
    public void Add(Tensor? outputs, TBatch batch) => Metric.Add(
        outputs ?? throw new TrainingException(
            $"The metric '{Name}' needs outputs, but the loss function returns only the loss: return (loss, outputs) from it."),
        Target(batch));
}
