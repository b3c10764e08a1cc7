using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>A small regression with a module written by hand: fast enough for a test of thousands of steps.</summary>
internal static class TinyTask
{
    public const int Features = 3;

    public static Tensor Loss(Net model, Batch batch)
    {
        using var output = model.call(batch.Input);
        return nn.functional.mse_loss(output, batch.Target);
    }

    public static (Tensor Loss, Tensor Outputs) LossAndOutputs(Net model, Batch batch)
    {
        var output = model.call(batch.Input);
        return (nn.functional.mse_loss(output, batch.Target), output);
    }

    /// <summary>Examples in an order of their own for each epoch.</summary>
    public static IBatchSource<Batch> Data(int examples = 24, int batchSize = 4, int seed = 1, string fingerprint = "tiny")
    {
        var (inputs, targets) = Examples(examples, seed);
        return BatchSource.From(
            epoch => Produce(inputs, targets, batchSize, new Random(epoch)), (examples + batchSize - 1) / batchSize, fingerprint);
    }

    public static Net CreateNet(double dropout = 0)
    {
        manual_seed(7);
        return new Net(dropout);
    }

    /// <summary>The bits of every loss, by step.</summary>
    public static Dictionary<long, long> Bits(IEnumerable<TrainingStep> steps) =>
        steps.ToDictionary(step => step.Step, step => BitConverter.DoubleToInt64Bits(step.Loss));

    public static float[] Weights(nn.Module module) => [.. module.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];

    private static (float[,] Inputs, float[,] Targets) Examples(int count, int seed)
    {
        var random = new Random(seed);
        var (inputs, targets) = (new float[count, Features], new float[count, 1]);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < Features; j++)
            {
                inputs[i, j] = random.NextSingle() * 2 - 1;
            }

            targets[i, 0] = inputs[i, 0] * 2 - inputs[i, 1] * inputs[i, 2];
        }

        return (inputs, targets);
    }

    private static IEnumerable<Batch> Produce(float[,] inputs, float[,] targets, int batchSize, Random random)
    {
        var order = Enumerable.Range(0, inputs.GetLength(0)).ToArray();
        random.Shuffle(order);
        foreach (var rows in order.Chunk(batchSize))
        {
            var (input, target) = (new float[rows.Length, Features], new float[rows.Length, 1]);
            for (var i = 0; i < rows.Length; i++)
            {
                target[i, 0] = targets[rows[i], 0];
                for (var j = 0; j < Features; j++)
                {
                    input[i, j] = inputs[rows[i], j];
                }
            }

            yield return new Batch(tensor(input), tensor(target));
        }
    }

    /// <summary>Two layers, dropout and a norm, as a user of TorchSharp writes them.</summary>
    internal sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _first = nn.Linear(Features, 8);
        private readonly LayerNorm _norm = nn.LayerNorm(8);
        private readonly Dropout _dropout;
        private readonly Linear _last = nn.Linear(8, 1);

        public Net(double dropout)
            : base(nameof(Net))
        {
            _dropout = nn.Dropout(dropout);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return _last.call(_dropout.call(nn.functional.relu(_norm.call(_first.call(input))))).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Keeps what it is told.</summary>
    internal sealed class Recorder(Action<TrainingStep>? onStep = null) : ITrainingObserver
    {
        public List<TrainingStep> Steps { get; } = [];

        public List<string> Events { get; } = [];

        public void OnStart(TrainingStart start) => Events.Add($"start {start.Step} of {start.Steps}");

        public void OnStep(TrainingStep step)
        {
            Steps.Add(step);
            Events.Add($"step {step.Step}");
            onStep?.Invoke(step);
        }

        public void OnHistory(HistoryRow row) => Events.Add($"history {row.Step}");

        public void OnCheckpoint(long step, string path) => Events.Add($"checkpoint {step}");

        public void OnEnd(FitResult result) => Events.Add($"end {result.StopReason}");
    }
}
