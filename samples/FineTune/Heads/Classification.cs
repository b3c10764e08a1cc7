using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune;

/// <summary>A way to train a classifier.</summary>
internal enum HeadMethod
{
    /// <summary>All weights, from random ones.</summary>
    FromScratch,

    /// <summary>Only the head, on the pre-trained encoder as it is.</summary>
    HeadOnly,

    /// <summary>The head and the pre-trained encoder.</summary>
    AllWeights,
}

/// <summary>Trains classifiers and measures them.</summary>
internal static class Classification
{
    private const int BatchSize = 16;
    private const double WarmUp = 0.1;
    private const int WindowsAtOnce = 250;

    /// <summary>Trains a classifier on labelled windows.</summary>
    /// <param name="method">The way.</param>
    /// <param name="encoder">The file of the pre-trained encoder.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="labels">The number of labels per class.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="seed">The seed of the weights, the labels and the batches.</param>
    /// <param name="stop">Asks for a stop.</param>
    /// <returns>The classifier, in evaluation mode.</returns>
    public static ByteClassifier Train(
        HeadMethod method, string encoder, LabeledWindows windows, int labels, int steps, int seed, Interruption stop)
    {
        manual_seed(seed);
        var model = new ByteClassifier(windows.Names.Count);
        if (method != HeadMethod.FromScratch)
        {
            Checkpoint.Load(model, encoder, new LoadOptions { AllowMissing = ["head.{p}"], AllowUnexpected = ["bytes.{p}"] });
        }

        foreach (var (name, parameter) in model.named_parameters())
        {
            parameter.requires_grad = method != HeadMethod.HeadOnly || name.StartsWith("head.", StringComparison.Ordinal);
        }

        var data = windows.Label(labels, seed);
        var random = new Random(seed);
        using var optimizer = optim.AdamW(
            model.parameters().Where(parameter => parameter.requires_grad), LearningRate(method), beta2: 0.99, weight_decay: 0.01);
        var trainer = Trainer.Create(model, optimizer, new()
        {
            Steps = steps,
            Schedule = LearningRateSchedule.Cosine(WarmUp, final: 0.1),
            ClipNorm = 1,
            StopOnCtrlC = false,
            ShowProgress = false,
        });
        trainer.Fit(
            BatchSource.From(_ => Enumerable.Repeat(data, int.MaxValue).Select(all => Batch(all, random))), cancellation: stop.Token);
        model.eval();
        return model;
    }

    /// <summary>Computes the share of windows whose class the model predicts.</summary>
    public static double Accuracy(ByteClassifier model, IReadOnlyList<(byte[] Window, int Class)> windows)
    {
        using var quiet = no_grad();
        var right = windows.Chunk(WindowsAtOnce).Sum(chunk =>
        {
            using var scope = NewDisposeScope();
            var predicted = model.call(LabeledWindows.Ids([.. chunk.Select(one => one.Window)])).argmax(1).data<long>().ToArray();
            return chunk.Zip(predicted).Count(pair => pair.First.Class == pair.Second);
        });
        return (double)right / windows.Count;
    }

    /// <summary>Computes the accuracy of naive Bayes over one to three bytes, trained on the same labels.</summary>
    public static double Baseline(LabeledWindows windows, int labels, int seed)
    {
        var counted = new NaiveBayes([.. windows.Label(labels, seed)], windows.Names.Count);
        return (double)windows.HeldOut.Count(one =>
        {
            var probabilities = counted.Probabilities(one.Window);
            return Array.IndexOf(probabilities, probabilities.Max()) == one.Class;
        }) / windows.HeldOut.Count;
    }

    // A new head learns fast, and pre-trained weights must not be washed away by it.
    private static double LearningRate(HeadMethod method) => method switch
    {
        HeadMethod.FromScratch => 1e-3,
        HeadMethod.HeadOnly => 5e-3,
        _ => 5e-4,
    };

    private static ByteClassifier.Batch Batch(IReadOnlyList<(byte[] Window, int Class)> data, Random random)
    {
        var drawn = Enumerable.Range(0, BatchSize).Select(_ => data[random.Next(data.Count)]).ToList();
        return new(LabeledWindows.Ids([.. drawn.Select(one => one.Window)]), tensor(drawn.Select(one => (long)one.Class).ToArray()));
    }
}
