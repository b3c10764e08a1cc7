using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>A disk without room for a file, at each file of a run in turn.</summary>
public sealed class FullDiskTests
{
    // A run needs about 30 pages: from none that is free to enough.
    private const int MostFreePages = 48;

    private static readonly TrainerOptions _options = new()
    {
        Epochs = 3, CheckpointEvery = 2, AverageDecay = 0.9, Seed = 3, ShowProgress = false, StopOnCtrlC = false,
    };

    [Fact]
    public Task A_full_disk_ends_a_run_with_one_sentence_and_loses_nothing() => FullDisk.Run(typeof(FullDiskTests), nameof(Child));

    /// <summary>What the child process does; as a test by itself it does nothing.</summary>
    [Fact]
    public void Child()
    {
        if (FullDisk.Folder is not { } disk)
        {
            return;
        }

        set_num_threads(1);
        var expected = Fit(null, resume: false);
        var refused = 0;
        for (var pages = 0; pages <= MostFreePages; pages++)
        {
            var run = Path.Combine(disk, $"run-{pages}");
            FullDisk.Fill(disk, pages);
            try
            {
                Fit(run, resume: true);
            }
            catch (TrainingException fault)
            {
                refused++;
                Assert.DoesNotContain('\n', fault.Message);
                Assert.Contains(run, fault.Message, StringComparison.Ordinal);
                Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
            }

            FullDisk.Empty(disk);
            Assert.Equal(expected, Fit(run, resume: true));
            Directory.Delete(run, recursive: true);
        }

        Assert.InRange(refused, 10, MostFreePages - 1);
    }

    private static (string Weights, string History) Fit(string? folder, bool resume)
    {
        using var model = TinyTask.CreateNet(dropout: 0.2);
        using var optimizer = optim.AdamW(model.parameters(), 0.01);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(
            model, optimizer, TinyTask.LossAndOutputs, _options with { RunFolder = folder });
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        var history = trainer.Fit(TinyTask.Data(), TinyTask.Data(8, 8, seed: 2), resume && folder is not null).History;
        return (
            string.Join(' ', TinyTask.Weights(model)),
            string.Join('\n', history.Select(row =>
                $"{row.Step} {row.Loss:R} {row.Training["mae"]:R} {row.Validation["loss"]:R} {row.Validation["mae"]:R}")));
    }
}
