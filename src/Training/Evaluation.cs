using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Measures a model on data without training it.</summary>
internal sealed class Evaluation<TModel, TBatch>(BatchLoss<TModel, TBatch> loss, IReadOnlyList<TrackedMetric<TBatch>> metrics)
    where TModel : nn.Module
{
    /// <summary>The names of what is measured.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            List<string> names = [TrainerOptions.Loss];
            foreach (var metric in metrics)
            {
                names.Add(metric.Name);
            }

            return names;
        }
    }

    /// <summary>
    /// Computes the mean loss over all examples, and the metrics. Nothing is read from the device before the last batch is done.
    /// </summary>
    /// <exception cref="TrainingException">There is no example, or a metric is tracked and the loss function returns no
    /// outputs.</exception>
    public IReadOnlyDictionary<string, double> Run(IBatchSource<TBatch> data)
    {
        var wasTraining = loss.Model.training;
        loss.Model.eval();
        foreach (var metric in metrics)
        {
            metric.Metric.Reset();
        }

        Tensor? sum = null;
        var examples = 0L;
        var index = 0L;
        try
        {
            // Not inference_mode: what a module keeps from an evaluation must be of use in training.
            using (no_grad())
            {
                foreach (var batch in data.Batches(epoch: 0))
                {
                    try
                    {
                        examples += Add(batch, new(index++), ref sum);
                    }
                    finally
                    {
                        BatchOperations.Dispose(batch);
                    }
                }
            }

            if (sum is null)
            {
                throw new TrainingException(
                    "There is no batch to evaluate the model on: the data are empty, or fewer than one batch where incomplete batches "
                    + "are dropped.");
            }

            var values = new Dictionary<string, double> { [TrainerOptions.Loss] = Number.Read(sum) / examples };
            foreach (var metric in metrics)
            {
                values[metric.Name] = metric.Metric.Compute();
                metric.Metric.Reset();
            }

            return values;
        }
        finally
        {
            sum?.Dispose();
            loss.Model.train(wasTraining);
        }
    }

    /// <summary>Finds the first batch whose loss is not finite.</summary>
    /// <returns>Its index, or <c>null</c> if only the sum of the losses is not finite.</returns>
    public long? FirstNotFinite(IBatchSource<TBatch> data)
    {
        var wasTraining = loss.Model.training;
        loss.Model.eval();
        try
        {
            using var quiet = no_grad();
            var index = 0L;
            foreach (var batch in data.Batches(epoch: 0))
            {
                var value = 0.0;
                try
                {
                    loss.Compute(batch, new(index), (one, _, _) => value = Number.Read(one));
                }
                finally
                {
                    BatchOperations.Dispose(batch);
                }

                if (!double.IsFinite(value))
                {
                    return index;
                }

                index++;
            }

            return null;
        }
        finally
        {
            loss.Model.train(wasTraining);
        }
    }

    private long Add(TBatch batch, BatchPlace place, ref Tensor? sum)
    {
        var count = BatchOperations.Count(batch);
        var total = sum;
        loss.Compute(batch, place, (value, outputs, moved) =>
        {
            using var weight = ((double)count).ToScalar();
            total ??= zeros(1, ScalarType.Float64, value.device).DetachFromDisposeScope();
            total.add_(value.reshape(1).to(ScalarType.Float64), weight);
            foreach (var metric in metrics)
            {
                metric.Add(outputs, moved);
            }
        });
        sum = total;
        return count;
    }
}
