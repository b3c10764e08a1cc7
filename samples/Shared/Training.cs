using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Samples.Shared;

/// <summary>Trains a model on batches.</summary>
internal static class Training
{
    private const double WarmUp = 0.05;
    private const double FinalShare = 0.02;
    private const double WeightDecay = 0.05;

    // With a thousand or two steps in all, the usual average over a thousand would lag.
    private const double Beta2 = 0.99;
    private const double LargestGradientNorm = 1.0;

    /// <summary>
    /// AdamW (Loshchilov and Hutter 2019), the learning rate rising linearly and then falling as a cosine over the budget, the
    /// gradient clipped by its norm. Ends when the budget is used up or, after the step at hand, when a stop is asked for.
    /// </summary>
    /// <remarks>A budget of time tries out how many threads are fastest; one of steps keeps their number, for the sums to come out the same.</remarks>
    /// <param name="model">The model, which is in evaluation mode afterwards.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="loss">The mean cross entropy, in nats, of the next batch.</param>
    /// <param name="itemsPerStep">The number of items in a batch.</param>
    /// <param name="budget">How long.</param>
    /// <param name="interruption">Asks for a stop.</param>
    /// <param name="report">Told after each step.</param>
    /// <returns>The loss of every step.</returns>
    public static IReadOnlyList<LossPoint> Run(
        nn.Module model, double learningRate, Func<Tensor> loss, long itemsPerStep, Budget budget, Interruption interruption, Action<TrainingProgress> report)
    {
        model.train();
        var parameters = model.parameters().ToArray();
        using var optimizer = optim.AdamW(parameters, learningRate, beta2: Beta2, weight_decay: WeightDecay);
        var losses = new List<LossPoint>();
        var average = 0.0;
        var threads = budget.Steps is null ? new ThreadChoice() : null;
        var clock = Stopwatch.StartNew();

        for (var used = 0.0; used < 1 && !interruption.Requested; used = budget.Used(clock.Elapsed, losses.Count))
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = learningRate * Schedule(used);
            }

            var bits = Step(loss, parameters, optimizer);
            threads?.Observe(clock.Elapsed - (losses.Count > 0 ? losses[^1].Elapsed : TimeSpan.Zero));
            losses.Add(new LossPoint(clock.Elapsed, bits));
            average += (bits - average) / int.Min(losses.Count, 50);

            var done = double.Min(1, budget.Used(clock.Elapsed, losses.Count));
            var items = (double)losses.Count * itemsPerStep;
            report(new TrainingProgress(done, losses.Count, average, items / clock.Elapsed.TotalSeconds, clock.Elapsed * ((1 - done) / done)));
        }

        model.eval();
        return losses;
    }

    private static double Step(Func<Tensor> next, TorchSharp.Modules.Parameter[] parameters, optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = next();
        loss.backward();
        nn.utils.clip_grad_norm_(parameters, LargestGradientNorm);
        optimizer.step();
        return loss.item<float>() / Math.Log(2);
    }

    /// <summary>The share of the highest learning rate after a share of the budget: by time as by steps, the last step is a small one.</summary>
    private static double Schedule(double used) => used < WarmUp
        ? 0.02 + 0.98 * used / WarmUp
        : FinalShare + (1 - FinalShare) * 0.5 * (1 + Math.Cos(Math.PI * (used - WarmUp) / (1 - WarmUp)));
}
