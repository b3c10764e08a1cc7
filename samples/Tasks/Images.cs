using System;
using System.Collections.Generic;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Tasks;

/// <summary>A residual block of two convolutions.</summary>
[Model]
[Input("B", "C", "H", "W")]
[Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm]
[Residual, Relu]
public partial class ResidualBlock;

/// <summary>A residual block that halves the spatial size and doubles the channels.</summary>
[Model]
public partial class DownsamplingBlock
{
    [Input("B", "C", "H", "W")] private Stage x;

    [From(nameof(x)), Conv("2*C", Kernel = 1, Stride = 2, Bias = false), BatchNorm] private Stage shortcut;

    [From(nameof(x)), Conv("2*C", Kernel = 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
    [Conv("2*C", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Add(nameof(shortcut)), Relu]
    private Stage result;
}

/// <summary>A ResNet (He et al. 2015) for small images.</summary>
[Model]
[Input("B", 3, 32, 32)]
[Conv(8, Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
[Block<DownsamplingBlock>, Block<ResidualBlock>]     // (B, 16, 16, 16)
[Block<DownsamplingBlock>, Block<ResidualBlock>]     // (B, 32, 8, 8)
[Block<DownsamplingBlock>, Block<ResidualBlock>]     // (B, 64, 4, 4)
[GlobalAvgPool, Linear("classes")]
[CrossEntropyLoss]
public partial class SmallResNet;

/// <summary>The baseline: one linear layer on the pixels.</summary>
[Model]
[Input("B", 3, 32, 32)]
[Flatten, Linear("classes")]
[CrossEntropyLoss]
public partial class LinearClassifier;

/// <summary>Classification of the PNG files of a folder with one subfolder per class.</summary>
internal static class Images
{
    /// <summary>Trains on half of the files, and measures on the other half.</summary>
    public static IReadOnlyList<Score> Run(string folder, int steps, long seed)
    {
        var files = ClassFolders.Read(folder, ".png");
        var images = files.Select(file => (Image: Png.Read(file.Path, 32, 32), file.Label));
        var (train, test) = images.SplitAtRandom(heldOut: 0.5, seed);
        var classes = files.Classes.Count;
        manual_seed(seed);
        return
        [
            Train("linear, augmented", new LinearClassifier(classes), (x, y) => new(x, y), batch => batch.Target, true),
            Train("SmallResNet", new SmallResNet(classes), (x, y) => new(x, y), batch => batch.Target, false),
            Train("SmallResNet, augmented", new SmallResNet(classes), (x, y) => new(x, y), batch => batch.Target, true),
        ];

        Score Train<TBatch>(
            string name, ITrainable<TBatch, Tensor> model, Func<Tensor, Tensor, TBatch> batch,
            Func<TBatch, Tensor> target, bool augment)
        {
            using var module = (nn.Module)model;
            using var optimizer = ParameterGroups.AdamW(module, learningRate: 3e-3, weightDecay: 0.05);
            var schedule = LearningRateSchedule.Cosine(warmUp: 0.1);
            var trainer = Trainer.Create(model, optimizer, new() { Steps = steps, Schedule = schedule });
            trainer.Track(new Accuracy(), target);
            trainer.Fit(Load(train, augment ? Change : null));
            return new(name, ("training images", Accuracy(train)), ("test images", Accuracy(test)));

            double Accuracy(IDataset<(ImagePixels, long)> part) => trainer.Evaluate(Load(part))["accuracy"];

            IBatchSource<TBatch> Load(
                IDataset<(ImagePixels, long)> part, Func<ImagePixels, Random, ImagePixels>? change = null) =>
                BatchLoader.FromImages(part, batch, new() { BatchSize = 32, Shuffle = true, Seed = seed }, change);
        }

        static ImagePixels Change(ImagePixels image, Random random) =>
            image.RandomFlip(random).RandomShift(random, 4).RandomBrightness(random, 0.1, 0.2);
    }
}
