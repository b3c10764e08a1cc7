using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace FineTune;

/// <summary>A way to adapt a model.</summary>
/// <param name="Rank">The rank of low-rank adapters, or <c>null</c> to train all weights.</param>
internal sealed record Method(int? Rank)
{
    /// <summary>The name in tables and plots.</summary>
    public string Name => Rank is { } rank ? $"LoRA r={rank}" : "all weights";

    /// <summary>The options of the adapters: the scale <c>alpha / rank</c> is 2 for every rank, as in the paper's code.</summary>
    public LoraOptions Options => new() { Rank = Rank!.Value, Alpha = 2 * Rank.Value, Targets = ["query", "value"] };
}

/// <summary>What an adaptation gave.</summary>
/// <param name="Method">The way.</param>
/// <param name="Folder">The folder of the adapters or of the weights.</param>
/// <param name="Trainable">The number of trained weights.</param>
/// <param name="Weights">The number of weights of the model.</param>
/// <param name="Step">The time of a step, the median.</param>
/// <param name="Peak">The peak of the process's memory during the training, in bytes.</param>
/// <param name="Bits">The bits per character of each text, by its name.</param>
internal sealed record Adapted(
    Method Method, string Folder, long Trainable, long Weights, TimeSpan Step, long Peak, IReadOnlyDictionary<string, double> Bits)
{
    /// <summary>The size of the folder in bytes.</summary>
    public long Size => new DirectoryInfo(Folder).EnumerateFiles().Sum(file => file.Length);
}

/// <summary>Adapts a model to a text.</summary>
internal static class Adaptation
{
    private const int BatchSize = 8;
    private const double WarmUp = 0.1;
    private const double LargestGradientNorm = 1.0;

    /// <summary>Loads the model, trains it, or adapters on it, on the text, and saves what was trained.</summary>
    /// <param name="source">The model.</param>
    /// <param name="method">The way.</param>
    /// <param name="text">The text to adapt to.</param>
    /// <param name="measured">The texts to measure the result on.</param>
    /// <param name="folder">The folder to save to.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="seed">The seed of the batches and of the adapters.</param>
    /// <param name="stop">Asks for a stop.</param>
    public static Adapted Run(
        BaseSource source, Method method, TuningText text, IEnumerable<TuningText> measured, string folder, int steps, int seed,
        Interruption stop)
    {
        using var model = source.Load();
        manual_seed(seed);
        using var adapters = method.Rank is null ? null : Adapters(model, method);
        var trained = adapters ?? (nn.Module)model.Model;
        var clock = new StepClock();
        var trainable = trained.parameters().Where(parameter => parameter.requires_grad).ToList();
        PeakMemory.Reset();
        Train(model, trainable, method.Rank is null ? source.Rates.Full : source.Rates.Lora, text, clock, steps, seed, stop);
        var peak = PeakMemory.Bytes();

        if (adapters is not null)
        {
            adapters.Save(folder, source.Names);
        }
        else
        {
            Directory.CreateDirectory(folder);
            Checkpoint.Save(model.Model, Path.Combine(folder, "model.safetensors"));
        }

        return new(
            method, folder, trainable.Sum(parameter => parameter.numel()), model.Model.parameters().Sum(parameter => parameter.numel())
                - (adapters?.TrainableCount ?? 0), clock.Median, peak,
            measured.ToDictionary(one => one.Name, one => Measurement.BitsPerCharacter(model.Model, one)));
    }

    private static LoraAdapters Adapters(BaseModel model, Method method)
    {
        try
        {
            return new LoraAdapters(model.Model, method.Options);
        }
        catch (ArgumentException e)
        {
            throw new SampleException($"The model cannot have adapters of rank {method.Rank}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Train(
        BaseModel model, IReadOnlyList<Parameter> weights, double learningRate, TuningText text, StepClock clock, int steps, int seed,
        Interruption stop)
    {
        var random = new Random(seed);
        using var optimizer = optim.AdamW(weights, learningRate, beta2: 0.99, weight_decay: 0.01);
        var trainer = Trainer.Create(
            model.Model, optimizer, (nn.Module<Tensor, Tensor> net, (Tensor Input, Tensor Target) batch) =>
            {
                var scores = net.call(batch.Input);
                return nn.functional.cross_entropy(scores.flatten(0, 1), batch.Target.flatten());
            },
            new()
            {
                Steps = steps,
                Schedule = LearningRateSchedule.Cosine(WarmUp, final: 0.1),
                ClipNorm = LargestGradientNorm,
                StopOnCtrlC = false,
                ShowProgress = false,
            });
        trainer.Observers.Add(clock);
        trainer.Fit(
            BatchSource.From(_ => Enumerable.Repeat(text, int.MaxValue).Select(one => one.Draw(random, BatchSize))),
            cancellation: stop.Token);
    }

    /// <summary>Times the steps.</summary>
    private sealed class StepClock : ITrainingObserver
    {
        private readonly List<TimeSpan> _ends = [];

        /// <summary>The median of the times between two steps.</summary>
        public TimeSpan Median
        {
            get
            {
                var times = _ends.Zip(_ends.Skip(1), (one, next) => next - one).Order().ToList();
                return times.Count == 0 ? _ends.FirstOrDefault() : times[times.Count / 2];
            }
        }

        public void OnStep(TrainingStep step) => _ends.Add(step.Elapsed);
    }
}
