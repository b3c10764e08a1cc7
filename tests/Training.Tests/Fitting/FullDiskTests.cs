using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>
/// A disk without room for a file, at each file of a run in turn. A process of its own mounts a small file system in memory, as an
/// unprivileged user of Linux can in a namespace.
/// </summary>
public sealed class FullDiskTests
{
    private const string FolderVariable = "MODELGEN_TEST_FULL_DISK";
    private const string Filler = "filler";
    private const int Page = 4096;

    // A run needs about 30 pages: from none that is free to enough.
    private const int MostFreePages = 48;

    private static readonly TrainerOptions _options = new()
    {
        Epochs = 3, CheckpointEvery = 2, AverageDecay = 0.9, Seed = 3, ShowProgress = false, StopOnCtrlC = false,
    };

    [Fact]
    public async Task A_full_disk_ends_a_run_with_one_sentence_and_loses_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has such namespaces.");
        var folder = Directory.CreateTempSubdirectory("modelgen-full-disk-");
        try
        {
            Assert.SkipUnless(await Mount(folder.FullName, "true") is { Code: 0 }, "This machine does not allow namespaces.");
            var test = $"'{Path.ChangeExtension(typeof(FullDiskTests).Assembly.Location, null)}' -method "
                + $"{typeof(FullDiskTests).FullName}.{nameof(Child)}";
            var (code, output) = await Mount(folder.FullName, test);
            Assert.True(code == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the child process does; as a test by itself it does nothing.</summary>
    [Fact]
    public void Child()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } disk)
        {
            return;
        }

        set_num_threads(1);
        var expected = Fit(null, resume: false);
        var refused = 0;
        for (var pages = 0; pages <= MostFreePages; pages++)
        {
            var run = Path.Combine(disk, $"run-{pages}");
            Fill(disk, pages);
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

            File.Delete(Path.Combine(disk, Filler));
            Assert.Equal(expected, Fit(run, resume: true));
            Directory.Delete(run, recursive: true);
        }

        Assert.InRange(refused, 10, MostFreePages - 1);
    }

    private static async Task<(int Code, string Output)> Mount(string folder, string command)
    {
        var start = new ProcessStartInfo("unshare") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
            ["--user", "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o size=4m disk '{folder}' && exec {command}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment[FolderVariable] = folder;
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "There is no unshare.");
        }
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

    /// <summary>Leaves so many pages free.</summary>
    private static void Fill(string disk, int pages)
    {
        using var filler = new FileStream(Path.Combine(disk, Filler), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
        var page = new byte[Page];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            filler.SetLength(Math.Max(0, filler.Length - (long)pages * Page));
        }
    }
}
