using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Takes optimizer steps: the gradient over the batches of a step, clipping, and the update of the weights.</summary>
internal sealed class StepRunner<TModel, TBatch>(
    TrainerOptions options, BatchLoss<TModel, TBatch> loss, optim.Optimizer optimizer, TrainingMetrics<TBatch> metrics)
    where TModel : nn.Module
{
    private readonly Parameter[] _parameters = [.. optimizer.parameters()];

    /// <summary>Takes a step.</summary>
    /// <param name="batches">The batches, which stay as they are.</param>
    /// <param name="state">Where the run stands.</param>
    /// <param name="checkpoint">The last checkpoint, for the message of an exception.</param>
    /// <exception cref="NonFiniteLossException">The loss is infinite or not a number; the weights are as they were.</exception>
    public Outcome Run(IReadOnlyList<TBatch> batches, RunState state, string? checkpoint)
    {
        var outcome = new Outcome(double.NaN, batches.Sum(BatchOperations.Count), double.NaN);
        if (optimizer is LBFGS)
        {
            // It evaluates the loss several times per step. The metrics are those of the first time, with the weights before the step.
            var isFirst = true;
            optimizer.step(() =>
            {
                outcome = Gradient(batches, outcome, state, checkpoint, isFirst);
                isFirst = false;
                return tensor(outcome.Loss);
            })?.Dispose();
        }
        else
        {
            outcome = Gradient(batches, outcome, state, checkpoint, isMeasured: true);
            optimizer.step()?.Dispose();
        }

        return outcome;
    }

    private Outcome Gradient(IReadOnlyList<TBatch> batches, Outcome outcome, RunState state, string? checkpoint, bool isMeasured)
    {
        // TorchSharp 0.107 leaves a handle for each gradient that it sets to zero.
        using (NewDisposeScope())
        {
            optimizer.zero_grad();
        }

        var mean = 0.0;
        for (var i = 0; i < batches.Count; i++)
        {
            var share = batches.Count == 1 ? 1 : BatchOperations.Count(batches[i]) / (double)outcome.Examples;
            var value = 0.0;
            loss.Compute(batches[i], new(state.Batch + i, state.Epoch), (batchLoss, outputs, moved) =>
            {
                if (share == 1)
                {
                    batchLoss.backward();
                }
                else
                {
                    using var weight = share.ToScalar();
                    batchLoss.mul(weight).backward();
                }

                if (isMeasured)
                {
                    metrics.Add(outputs, moved);
                }

                value = Number.Read(batchLoss);
            });
            if (!double.IsFinite(value))
            {
                throw new NonFiniteLossException(value, state.Step, state.Epoch, state.Batch + i, checkpoint);
            }

            mean += share * value;
        }

        return outcome with { Loss = mean, GradientNorm = Clip() };
    }

    private double Clip()
    {
        if (options.ClipValue is { } largest)
        {
            nn.utils.clip_grad_value_(_parameters, largest);
        }

        return options.ClipNorm is { } norm ? nn.utils.clip_grad_norm_(_parameters, norm) : double.NaN;
    }

    /// <summary>What a step gave.</summary>
    /// <param name="Loss">The mean loss over its examples.</param>
    /// <param name="Examples">The number of its examples.</param>
    /// <param name="GradientNorm">The norm of the gradient before it was clipped; NaN where it is not clipped by its norm.</param>
    internal readonly record struct Outcome(double Loss, long Examples, double GradientNorm);
}
