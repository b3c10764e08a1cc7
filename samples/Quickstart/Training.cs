using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>How long a model is trained: for a time, or for a number of steps if that is given.</summary>
internal sealed record Budget(TimeSpan Time, int? Steps)
{
    /// <summary>The share that is used up, 1 or more when training is over.</summary>
    public double Used(TimeSpan elapsed, int steps) => Steps is { } all ? (double)steps / all : elapsed / Time;
}

/// <summary>A point of the loss curve: the loss of one step's batch, in bits per character.</summary>
internal readonly record struct LossPoint(TimeSpan Elapsed, double Bits);

/// <summary>Where training stands: what a progress line tells.</summary>
/// <param name="Used">The share of the budget that is used up, from 0 to 1.</param>
/// <param name="Step">The number of steps done.</param>
/// <param name="Bits">The loss in bits per character, averaged over the last steps.</param>
/// <param name="TokensPerSecond">Characters trained on per second since the start.</param>
/// <param name="Left">The time left, estimated.</param>
internal readonly record struct TrainingProgress(double Used, int Step, double Bits, double TokensPerSecond, TimeSpan Left);

/// <summary>Trains a model on windows of text drawn at random.</summary>
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
    /// <returns>The loss of every step.</returns>
    public static IReadOnlyList<LossPoint> Run(
        Candidate candidate, Corpus corpus, Budget budget, int seed, Interruption interruption, Action<TrainingProgress> report)
    {
        candidate.Model.train();
        var parameters = candidate.Model.parameters().ToArray();
        using var optimizer = optim.AdamW(parameters, candidate.LearningRate, beta2: Beta2, weight_decay: WeightDecay);
        var windows = new TrainingWindows(corpus, candidate.Context, candidate.Batch, seed);
        var losses = new List<LossPoint>();
        var average = 0.0;
        var threads = budget.Steps is null ? new ThreadChoice() : null;
        var clock = Stopwatch.StartNew();

        for (var used = 0.0; used < 1 && !interruption.Requested; used = budget.Used(clock.Elapsed, losses.Count))
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = candidate.LearningRate * Schedule(used);
            }

            var bits = Step(candidate, parameters, optimizer, windows);
            threads?.Observe(clock.Elapsed - (losses.Count > 0 ? losses[^1].Elapsed : TimeSpan.Zero));
            losses.Add(new LossPoint(clock.Elapsed, bits));
            average += (bits - average) / int.Min(losses.Count, 50);

            var done = double.Min(1, budget.Used(clock.Elapsed, losses.Count));
            var tokens = (double)losses.Count * candidate.Batch * candidate.Context;
            report(new TrainingProgress(done, losses.Count, average, tokens / clock.Elapsed.TotalSeconds, clock.Elapsed * ((1 - done) / done)));
        }

        candidate.Model.eval();
        return losses;
    }

    private static double Step(
        Candidate candidate, TorchSharp.Modules.Parameter[] parameters, optim.Optimizer optimizer, TrainingWindows windows)
    {
        using var scope = NewDisposeScope();
        var (input, target) = windows.Next();
        optimizer.zero_grad();
        var loss = candidate.Loss(input, target);
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
