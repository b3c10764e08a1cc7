using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Samples.Shared;

/// <summary>Trains a model on batches for as long as a budget says.</summary>
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
    /// <remarks>
    /// A budget of time tries how many threads are fastest; one of steps keeps their number, so that the sums are the same every time.
    /// </remarks>
    /// <param name="model">The model, which is in evaluation mode afterwards.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    /// <param name="loss">The mean cross-entropy, in nats, of a batch.</param>
    /// <param name="next">Draws a batch, which is disposed after its step.</param>
    /// <param name="budget">How long.</param>
    /// <param name="stop">Asks for a stop.</param>
    /// <param name="observer">Is told of each step.</param>
    /// <returns>The loss of every step.</returns>
    public static IReadOnlyList<LossPoint> Run<TModel, TBatch>(
        TModel model,
        double learningRate,
        Func<TModel, TBatch, Tensor> loss,
        Func<TBatch> next,
        Budget budget,
        Interruption stop,
        ITrainingObserver? observer = null)
        where TModel : nn.Module
    {
        using var optimizer = optim.AdamW(model.parameters(), learningRate, beta2: Beta2, weight_decay: WeightDecay);
        var trainer = Trainer.Create(model, optimizer, loss, new TrainerOptions
        {
            Steps = budget.Steps,
            Time = budget.Steps is null ? budget.Time : null,
            Schedule = LearningRateSchedule.Cosine(WarmUp, FinalShare),
            ClipNorm = LargestGradientNorm,
            StopOnCtrlC = false,
        });
        var curve = new LossCurve(budget.Steps is null ? new ThreadChoice() : null);
        trainer.Observers.Add(curve);
        if (observer is not null)
        {
            trainer.Observers.Add(observer);
        }

        trainer.Fit(BatchSource.From(_ => Enumerable.Repeat(next, int.MaxValue).Select(draw => draw())), cancellation: stop.Token);
        return curve.Points;
    }
}
