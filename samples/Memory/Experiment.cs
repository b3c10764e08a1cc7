using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Memory;

/// <summary>What was measured of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">The norms of the gradient by distance at initialization.</param>
/// <param name="After">The same after training.</param>
/// <param name="Accuracy">The accuracy by distance.</param>
internal sealed record Memories(
    string Name, double[] Before, double[] After, IReadOnlyList<(int Distance, double Accuracy)> Accuracy);

/// <summary>Trains models to recall a clue, and measures how far back they remember.</summary>
internal sealed class Experiment(Settings settings)
{
    private const int MeasuredSequences = 16;
    private const int TestSequences = 256;
    private const double LearningRate = 2e-3;

    /// <summary>Measures the gradients of a model, trains it, and measures the gradients and the accuracy.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="create">Creates the model from the number of features of a token and of a state.</param>
    public Memories Run<TModel>(string name, Func<long, long, TModel> create)
        where TModel : nn.Module<Tensor, Tensor>, IRecallModel
    {
        manual_seed(settings.Seed);
        using var model = create(settings.Inputs, settings.Hidden);
        using var measured = RecallTask.Draw(new Random(settings.Seed + 1), MeasuredSequences, settings.Distance);
        var before = GradientNorms.MeasureInDouble(model, measured.Input);
        using var optimizer = ParameterGroups.AdamW(model, LearningRate);
        Create(model, optimizer, new() { Steps = settings.Steps, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine(warmUp: 0.05) })
            .Fit(BatchSource.From(_ => RecallTask.Training(settings), settings.Steps));
        return new(name, before, GradientNorms.MeasureInDouble(model, measured.Input), [.. settings.Distances.Select(Recall)]);

        (int, double) Recall(int distance)
        {
            var test = BatchSource.From(_ => new[] { RecallTask.Draw(new Random(settings.Seed + 2), TestSequences, distance) });
            return (distance, new Accuracy().Measure(test, batch => model.call(batch.Input), batch => batch.Target));
        }
    }

    /// <summary>Creates a trainer of a model without a declared loss.</summary>
    public static Trainer<nn.Module<Tensor, Tensor>, Batch> Create(
        nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, TrainerOptions options) => Trainer.Create(
        model, optimizer, (nn.Module<Tensor, Tensor> net, Batch batch) => nn.functional.cross_entropy(net.call(batch.Input), batch.Target),
        options);
}
