using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Memory;

/// <summary>A run of a network whose gradients explode.</summary>
/// <param name="Clip">The norm to which gradients are clipped; <c>null</c> without clipping.</param>
/// <param name="Norms">The norm of the gradient of each step, before it is clipped.</param>
/// <param name="Losses">The loss of each step. A loss that is not finite ends the run.</param>
/// <param name="IsFinite">Whether every loss was finite.</param>
internal sealed record ExplodingRun(double? Clip, IReadOnlyList<double> Norms, IReadOnlyList<double> Losses, bool IsFinite)
{
    /// <summary>The mean loss of the last tenth of the steps.</summary>
    public double FinalLoss => Losses.TakeLast(Math.Max(1, Losses.Count / 10)).Average();
}

/// <summary>
/// Trains an RNN with ReLU whose recurrent weights are larger than usual, so that each step multiplies states, and each step back
/// gradients, by more than 1: with and without clipping (Pascanu, Mikolov and Bengio 2013).
/// </summary>
internal static class Explosion
{
    /// <summary>
    /// The factor of the recurrent weights. PyTorch draws them with a variance of 1 / (3 · hidden), and with ReLU their products keep the
    /// size of a state for factors near 2.
    /// </summary>
    public const double Gain = 2.35;

    private const int Distance = 50;
    private const double LearningRate = 0.1;

    /// <summary>Trains with plain gradient descent.</summary>
    /// <param name="settings">The sizes and the seed.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="clip">The norm to which gradients are clipped; <c>null</c> without clipping.</param>
    public static ExplodingRun Run(Settings settings, int steps, double? clip)
    {
        manual_seed(settings.Seed);
        using var model = new ReluRecall(RecallTask.Tokens, settings.Inputs, settings.Hidden, RecallTask.Clues);
        Enlarge(model);
        using var optimizer = optim.SGD(model.parameters(), LearningRate);

        // A step reports the norm of its gradient where there is a limit, which may be as large as numbers are.
        var trainer = Experiment.Create(model, optimizer, new() { Steps = steps, ClipNorm = clip ?? float.MaxValue, ShowProgress = false });
        var observer = new Steps();
        trainer.Observers.Add(observer);
        var random = new Random(settings.Seed);
        var isFinite = true;
        try
        {
            trainer.Fit(BatchSource.From(_ =>
                Enumerable.Range(0, steps).Select(_ => RecallTask.Draw(random, settings.BatchSize, Math.Min(Distance, settings.Trained)))));
        }
        catch (NonFiniteLossException)
        {
            isFinite = false;
        }

        return new(clip, observer.Norms, observer.Losses, isFinite);
    }

    /// <summary>Multiplies the recurrent weights by <see cref="Gain"/>.</summary>
    public static void Enlarge(nn.Module model)
    {
        using var quiet = no_grad();
        foreach (var (_, parameter) in model.named_parameters().Where(pair => pair.name.Contains("weight_hh", StringComparison.Ordinal)))
        {
            using var gain = Gain.ToScalar();
            parameter.mul_(gain);
        }
    }

    private sealed class Steps : ITrainingObserver
    {
        public List<double> Norms { get; } = [];

        public List<double> Losses { get; } = [];

        public void OnStep(TrainingStep step)
        {
            Norms.Add(step.GradientNorm);
            Losses.Add(step.Loss);
        }
    }
}
