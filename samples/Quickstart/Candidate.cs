using System;
using System.Collections.Generic;
using ModelGen;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>A language model in the comparison, and its training.</summary>
/// <param name="Model">The model, ids <c>(B, T)</c> to logits <c>(B, T, vocabulary)</c> of the next characters.</param>
/// <param name="Language">The model as a language model.</param>
/// <param name="Loss">Computes the mean cross entropy in nats from ids and targets, both <c>(B, T)</c>.</param>
/// <param name="Summary">The architecture as text.</param>
/// <param name="Context">The number of characters of a training window and of a window for evaluation.</param>
/// <param name="Batch">The batch size.</param>
/// <param name="LearningRate">The maximum learning rate.</param>
internal sealed record Candidate(
    nn.Module<Tensor, Tensor> Model, ILanguageModel Language, Func<Tensor, Tensor, Tensor> Loss, string Summary, int Context, int Batch,
    double LearningRate)
{
    /// <summary>The name of the model's class.</summary>
    public string Name => Model.GetName();

    /// <summary>Trains the model on random windows of the text.</summary>
    /// <returns>The loss of every step, in bits per character.</returns>
    public IReadOnlyList<LossPoint> Train(
        Corpus corpus, Budget budget, int seed, Interruption interruption, ITrainingObserver? observer = null)
    {
        var windows = new TrainingWindows(corpus, Context, Batch, seed);
        return Training.Run(
            Model, LearningRate, (nn.Module<Tensor, Tensor> _, (Tensor Input, Tensor Target) batch) => Loss(batch.Input, batch.Target),
            windows.Next, budget, interruption, observer);
    }

    /// <summary>Creates the two models of <c>Models.cs</c>.</summary>
    public static Candidate Transformer(long vocabulary)
    {
        var model = new CharTransformer(vocabulary);
        return new Candidate(model, model, model.Loss, model.Summary(), Context: 64, Batch: 16, LearningRate: 3e-3);
    }

    /// <inheritdoc cref="Transformer"/>
    public static Candidate Lstm(long vocabulary)
    {
        var model = new CharLstm(vocabulary);
        return new Candidate(model, model, model.Loss, model.Summary(), Context: 128, Batch: 32, LearningRate: 4e-3);
    }
}
