using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>
/// What <c>Fit</c> and metrics on the training data cost beside a loop written by hand, and whether data loaders keep up with a model.
/// </summary>
internal static class TrainingLoops
{
    private const int Steps = 100;
    private const int BatchSize = 64;
    private const int Classes = 10;
    private const double StepMilliseconds = 5;
    private const double ModelMilliseconds = 1;
    private const int LoadedBatches = 1000;

    public static void Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 15;
        set_num_threads(1);
        Overhead(rounds);
        Console.WriteLine();
        Console.WriteLine($"A model of {ModelMilliseconds} ms per step, {LoadedBatches} steps      busy");
        Throughput("64 rows of 32 numbers, by index", TensorRows());
        Throughput("64 rows of 32 numbers, one worker", NumberRows(1));
        Throughput("32 images of 3x32x32, augmented, one worker", Images(1));
        Throughput("32 images of 3x32x32, augmented, two workers", Images(2));
        Comparison.PrintCalibration();
    }

    private static void Overhead(int rounds)
    {
        var width = Width();
        using var inputs = rand(BatchSize, width);
        using var targets = randint(0, Classes, BatchSize);
        Trainer<Classifier, Batch>[] trainers = [Create(width), Create(width)];
        trainers[1].Track(new Accuracy(), batch => batch.Target).Track(new F1Score(), batch => batch.Target);
        using var byHand = new Classifier(width);
        using var optimizer = optim.SGD(byHand.parameters(), 1e-3);
        var data = BatchSource.From(_ => Enumerable.Range(0, Steps).Select(_ => new Batch(inputs.alias(), targets.alias())));
        var total = 0.0;
        var comparison = Comparison.Of(
            rounds,
            1,
            () =>
            {
                byHand.train();
                for (var step = 0; step < Steps; step++)
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    var (loss, _) = Loss(byHand, new(inputs.alias(), targets.alias()));
                    loss.backward();
                    optimizer.step();
                    total += loss.item<float>();
                }

                byHand.eval();
            },
            () => total += trainers[0].Fit(data).History.Count,
            () => total += trainers[1].Fit(data).History.Count);
        var hand = comparison.Median(0, sample => sample.Seconds) / Steps;
        Console.WriteLine($"{Steps} steps of a perceptron of width {width}, batch {BatchSize}, plain gradient descent, {rounds} rounds");
        Console.WriteLine($"  by hand                            {hand * 1e3:0.000} ms per step");
        Print(1, "Fit                              ");
        Print(2, "Fit, accuracy and F1 on training ");
        Array.ForEach(trainers, Dispose);

        void Print(int version, string name)
        {
            var fit = comparison.Median(version, sample => sample.Seconds) / Steps;
            Console.WriteLine(
                $"  {name}  {fit * 1e3:0.000} ms per step, {(comparison.Ratio(version, 0) - 1) * 100:+0.0;-0.0} % (median of the rounds); "
                + $"{fit - hand:0.0e+0} s");
        }
    }

    private static Trainer<Classifier, Batch> Create(long width)
    {
        var model = new Classifier(width);
        return Trainer.Create(
            model, optim.SGD(model.parameters(), 1e-3), (Classifier classifier, Batch batch) => Loss(classifier, batch),
            new() { Steps = Steps, ShowProgress = false, StopOnCtrlC = false });
    }

    private static void Dispose(Trainer<Classifier, Batch> trainer)
    {
        trainer.Optimizer.Dispose();
        trainer.Model.Dispose();
    }

    // The width with which a step takes about as long as wanted.
    private static long Width()
    {
        for (var width = 128L; ; width += 64)
        {
            using var model = new Classifier(width);
            using var optimizer = optim.SGD(model.parameters(), 1e-3);
            using var batch = new Batch(rand(BatchSize, width), randint(0, Classes, BatchSize));
            var best = double.PositiveInfinity;
            for (var step = 0; step < 12; step++)
            {
                var clock = Stopwatch.StartNew();
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                Loss(model, batch).Loss.backward();
                optimizer.step();
                best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
            }

            if (best >= StepMilliseconds)
            {
                return width;
            }
        }
    }

    private static (Tensor Loss, Tensor Outputs) Loss(Classifier model, Batch batch)
    {
        var outputs = model.call(batch.Input);
        return (nn.functional.cross_entropy(outputs, batch.Target), outputs);
    }

    private static void Throughput<TBatch>(string name, IBatchSource<TBatch> source)
        where TBatch : IDisposable
    {
        var clock = new Stopwatch();
        var batches = 0;
        foreach (var batch in Enumerable.Range(0, int.MaxValue).SelectMany(epoch => source.Batches(epoch)))
        {
            using (batch)
            {
                // The first batches wait for the threads to start.
                if (batches == 20)
                {
                    clock.Start();
                }

                var until = Stopwatch.GetTimestamp() + (long)(ModelMilliseconds * Stopwatch.Frequency / 1000);
                while (Stopwatch.GetTimestamp() < until)
                {
                }
            }

            if (batches++ == LoadedBatches + 20)
            {
                break;
            }
        }

        Console.WriteLine($"  {name,-46} {LoadedBatches * ModelMilliseconds / clock.Elapsed.TotalMilliseconds * 100:0.0} %");
    }

    private static IBatchSource<Batch> TensorRows()
    {
        var inputs = rand(10_000, 32);
        var targets = randint(0, 10, 10_000);
        return BatchLoader.FromTensors(inputs, targets, new() { BatchSize = 64, Shuffle = true });
    }

    private static IBatchSource<Batch> NumberRows(int workers)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 10_000)
            .Select(i => (Features: Enumerable.Range(0, 32).Select(_ => random.NextSingle()).ToArray(), Label: (long)(i % 10))).ToArray();
        return BatchLoader.Create(
            Dataset.Of(rows),
            examples =>
                new Batch(
                    Collation.Stack<float>([.. examples.Select(example => (ReadOnlyMemory<float>)example.Features)]),
                    Collation.Vector([.. examples.Select(example => example.Label)])),
            new() { BatchSize = 64, Shuffle = true, Workers = workers });
    }

    private static BatchLoader<(ImagePixels Image, long Label), Batch> Images(int workers)
    {
        var random = new Random(1);
        var images = Enumerable.Range(0, 2_000)
            .Select(
                i => (new ImagePixels(Enumerable.Range(0, 3 * 32 * 32).Select(_ => random.NextSingle()).ToArray(), 3, 32, 32),
                    (long)(i % 10))).ToArray();
        return new(
            Dataset.Of(images, "random images"),
            examples => new Batch(
                Collation.Stack<float>([.. examples.Select(example => (ReadOnlyMemory<float>)example.Image.Values)], 3, 32, 32),
                Collation.Vector([.. examples.Select(example => example.Label)])),
            new() { BatchSize = 32, Shuffle = true, Workers = workers, Prefetch = 8 })
        {
            Augment = (example, chance) =>
                (example.Image.RandomFlip(chance).RandomShift(chance, 4).Normalize([0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]),
                    example.Label),
        };
    }

    private sealed class Classifier : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential _layers;

        public Classifier(long width)
            : base(nameof(Classifier))
        {
            _layers = nn.Sequential(
                nn.Linear(width, 4 * width), nn.ReLU(), nn.Linear(4 * width, width), nn.ReLU(), nn.Linear(width, Classes));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _layers.call(input);
    }
}
