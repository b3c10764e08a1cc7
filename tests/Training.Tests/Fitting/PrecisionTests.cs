using System;
using System.Linq;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

[Model]
[Input("B", "T", 64)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Activation = Activation.Gelu, Dropout = 0, Causal = true)]
public partial class SmallGptLayer;

[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(32, 64, Init = Init.Normal), PositionEmbedding(32, Init = Init.Normal)]
[Block<SmallGptLayer>(2), LayerNorm, TiedLinear("embedding")]
[CrossEntropyLoss]
public partial class SmallGpt;

/// <summary>Training with matrix products in bfloat16.</summary>
public sealed class PrecisionTests
{
    private const int Steps = 200;

    [Fact]
    public void The_losses_of_a_GPT_stay_close_to_those_in_float32()
    {
        var exact = Losses(Precision.Float32);
        var mixed = Losses(Precision.BFloat16);

        Assert.Equal(Steps, mixed.Length);
        Assert.True(exact[^1] < exact[0] / 2, $"The model learns nothing: {exact[0]}, {exact[^1]}.");
        Assert.All(exact.Zip(mixed), pair => Assert.InRange(pair.Second, 0.98 * pair.First, 1.02 * pair.First));
        Assert.NotEqual(exact, mixed);
    }

    [Fact]
    public void The_precision_holds_for_evaluation_and_not_afterwards()
    {
        using var model = new SmallGpt();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var seen = Precision.Float32;
        var trainer = Trainer.Create(model, optimizer, (SmallGpt net, SmallGpt.Batch batch) =>
        {
            seen = MixedPrecision.Current;
            return net.Loss(batch.Input, batch.Target);
        }, Options(Precision.BFloat16));

        trainer.Evaluate(Data());

        Assert.Equal(Precision.BFloat16, seen);
        Assert.Equal(Precision.Float32, MixedPrecision.Current);
    }

    [Fact]
    public void A_number_that_is_no_precision_is_refused()
    {
        using var model = new SmallGpt();
        using var optimizer = optim.SGD(model.parameters(), 0.1);

        var refused = Assert.Throws<ArgumentException>(() => Trainer.Create(model, optimizer, Options((Precision)3)));

        Assert.Equal("Precision is 3, expected Float32 or BFloat16.", refused.Message);
    }

    [Fact]
    public void A_resumed_run_goes_on_to_the_bit()
    {
        using var folder = new TemporaryFolder();
        var whole = Weights(folder["whole"], 8, resume: false);
        Weights(folder["parts"], 5, resume: false);

        Assert.Equal(whole, Weights(folder["parts"], 8, resume: true));
    }

    private static float[] Weights(string folder, long steps, bool resume)
    {
        manual_seed(6);
        using var model = new SmallGpt();
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 1e-3);
        var trainer = Trainer.Create(model, optimizer, Options(Precision.BFloat16) with { Steps = steps, RunFolder = folder });
        trainer.Fit(Data(), resume: resume);
        return [.. model.parameters().SelectMany(parameter => parameter.data<float>())];
    }

    private static double[] Losses(Precision precision)
    {
        manual_seed(5);
        using var model = new SmallGpt();
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 1e-3);
        var trainer = Trainer.Create(model, optimizer, Options(precision));
        var losses = new LossPerStep();
        trainer.Observers.Add(losses);
        trainer.Fit(Data());
        return losses.Values;
    }

    private static TrainerOptions Options(Precision precision) =>
        new() { Steps = Steps, Precision = precision, Seed = 1, ShowProgress = false, StopOnCtrlC = false };

    // Counting up by a step of its own for each row, which the first two ids tell.
    private static IBatchSource<SmallGpt.Batch> Data()
    {
        const int rows = 256;
        var random = new Random(2);
        var ids = new long[rows * 33];
        for (var row = 0; row < rows; row++)
        {
            var (start, step) = (random.Next(32), random.Next(1, 6));
            for (var i = 0; i < 33; i++)
            {
                ids[(row * 33) + i] = (start + (i * step)) % 32;
            }
        }

        using var all = tensor(ids, [rows, 33]);
        var (input, target) = NextToken.Shift(all);
        return BatchLoader.FromTensors(
            input, target, (input, target) => new SmallGpt.Batch(input, target), new() { BatchSize = 16, Shuffle = true, Seed = 3 });
    }

    private sealed class LossPerStep : ITrainingObserver
    {
        private readonly System.Collections.Generic.List<double> _values = [];

        public double[] Values => [.. _values];

        public void OnStep(TrainingStep step) => _values.Add(step.Loss);
    }
}
