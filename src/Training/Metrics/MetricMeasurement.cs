using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Measures anything that predicts, such as a baseline or a model that was loaded, with a metric.</summary>
public static class MetricMeasurement
{
    /// <summary>Computes a metric in one pass over data, without gradients. The metric is reset before and after.</summary>
    /// <typeparam name="TBatch">The type of a batch.</typeparam>
    /// <param name="metric">The metric.</param>
    /// <param name="data">The data; their batches are disposed.</param>
    /// <param name="outputs">Predicts from a batch. What it creates is disposed.</param>
    /// <param name="targets">What the outputs are compared with.</param>
    /// <returns>The value; NaN where it is not defined.</returns>
    public static double Measure<TBatch>(
        this IMetric metric, IBatchSource<TBatch> data, Func<TBatch, Tensor> outputs, Func<TBatch, Tensor> targets)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        metric.Reset();
        try
        {
            using var quiet = no_grad();
            foreach (var batch in data.Batches(epoch: 0))
            {
                try
                {
                    using var scope = NewDisposeScope();
                    metric.Add(outputs(batch), targets(batch));
                }
                finally
                {
                    BatchOperations.Dispose(batch);
                }
            }

            return metric.Compute();
        }
        finally
        {
            metric.Reset();
        }
    }
}
